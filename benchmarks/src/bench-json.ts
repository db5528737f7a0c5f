/**
 * `node scripts/workspace.mjs bench json [OPTIONS]`: `textutils.serializeJSON` and `unserializeJSON` of
 * documents of 100 KB, beside what `JSON.stringify` and `JSON.parse` take. By CPU time, in rounds that
 * take turns.
 */
import { parseArgs } from "node:util";
import { createEnvironment } from "@craftos-http/craftos";
import { Computer, Scheduler, VirtualClock } from "@craftos-http/event-loop";
import {
  type LuaFunction,
  LuaState,
  type LuaTable,
  type LuaValue,
} from "@craftos-http/interpreter";
import { cpuClock } from "./lua/cpu-clock.js";
import { describeMachine, machineLine } from "./report/machine.js";
import { figure, markdownTable } from "./report/figures.js";
import { median } from "./report/statistics.js";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "9" },
    times: { type: "string", default: "100" },
  },
});

const DOCUMENT_BYTES = 100_000;

/** Makes a list of records until it is long enough as JSON. */
function makeDocument(record: (index: number) => unknown): string {
  const records: unknown[] = [];
  for (let bytes = 0; bytes < DOCUMENT_BYTES; bytes += JSON.stringify(records.at(-1)).length + 1) {
    records.push(record(records.length));
  }
  return JSON.stringify(records);
}

const documents: Readonly<Record<string, string>> = {
  records: makeDocument((index) => ({
    id: index,
    name: `user ${index}`,
    email: `user${index}@example.org`,
    isActive: index % 3 === 0,
    balance: index * 1.25,
    tags: ["one", "two", `tag${index}`],
  })),
  numbers: makeDocument((index) => [index, index / 7, -index * 1e6]),
  text: makeDocument((index) => `Line ${index} says "hello", then\nends. `.repeat(4)),
};

const state = new LuaState();
const computer = new Computer({ scheduler: new Scheduler({ clock: new VirtualClock() }), state });
createEnvironment(state, computer, { write: () => undefined, writeError: () => undefined });
const textutils = state.globals.get("textutils") as LuaTable;
const serialize = textutils.get("serializeJSON") as LuaFunction;
const unserialize = textutils.get("unserializeJSON") as LuaFunction;

/** CPU milliseconds of one call. */
function measure(call: () => unknown): number {
  const times = Number(options.times);
  const start = cpuClock();
  for (let i = 0; i < times; i++) call();
  return ((cpuClock() - start) * 1000) / times;
}

const rows: string[][] = [];
for (const [name, json] of Object.entries(documents)) {
  const value: unknown = JSON.parse(json);
  const table = unserialize(json) as LuaValue;
  const calls = [
    () => JSON.stringify(value),
    () => serialize(table),
    (): unknown => JSON.parse(json),
    () => unserialize(json),
  ];
  const rounds = Array.from({ length: Number(options.rounds) }, () => calls.map(measure));
  const [stringify = 0, toJson = 0, parse = 0, fromJson = 0] = calls.map((_, index) =>
    median(rounds.map((round) => round[index] ?? Number.NaN)),
  );
  rows.push([`${name}: writing`, figure(toJson), figure(stringify), figure(toJson / stringify)]);
  rows.push([`${name}: reading`, figure(fromJson), figure(parse), figure(fromJson / parse)]);
}
console.log(`${machineLine(describeMachine())}\n`);
console.log(markdownTable(["document of 100 KB, CPU ms", "textutils", "JSON", "ratio"], rows));
