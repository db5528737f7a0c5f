/**
 * Runtime errors: our messages are PUC Lua 5.2's, with the names of values and the lines, whether the
 * function that fails runs in its direct or in its reentry form. What is meant to differ stands in
 * known-differences.txt.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkToString, LuaState } from "../../src/index.js";
import { runPuc, toLuaSource } from "../puc-oracle.js";
import { failingOperations } from "./failing-operations.js";
import { FAILING_LINES } from "./failing-lines.js";

/** Runs programs one after another and gives the message of each, or "fine". */
const RUN_ALL = `
local programs, tostring, type, pcall, load = ..., tostring, type, pcall, load
local messages = {}
for i = 1, #programs do
  local env = setmetatable({ pause = function() end }, { __index = _G })
  local ok, message = pcall(load(programs[i], "=line", "t", env))
  messages[i] = ok and "fine" or type(message) == "string" and message or type(message)
end
return messages`;

const BATCH_SIZE = 500;

function messagesOfPuc(programs: readonly string[]): string[] {
  const messages: string[] = [];
  for (let start = 0; start < programs.length; start += BATCH_SIZE) {
    const list = programs
      .slice(start, start + BATCH_SIZE)
      .map(toLuaSource)
      .join(",");
    const output = runPuc("5.2", `return table.concat(load([==[${RUN_ALL}]==])({${list}}), "\\n")`);
    messages.push(...output.split("\n"));
  }
  return messages;
}

/** As {@link messagesOfPuc}, here: plain, or suspended after every step. */
function ourMessages(programs: readonly string[], stepwise: boolean): string[] {
  const state = new LuaState(stepwise ? { stepsPerTurn: () => 1 } : {});
  const list = state.load(`return {${programs.map(toLuaSource).join(",")}}`, "=list");
  const [table] = state.call(state.load(RUN_ALL, "=run"), ...state.call(list));
  const text = state.load("return table.concat(..., '\\n')", "=text");
  return checkToString(state.call(text, table)[0]).split("\n");
}

/** Programs that are meant to differ: our message and the reason. */
const knownDifferences = new Map(
  readFileSync(new URL("known-differences.txt", import.meta.url), "latin1")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [program = "", ours = "", reason = ""] = line.split("\t");
      return [JSON.parse(program) as string, { ours, reason }];
    }),
);

function expectMessages(programs: readonly string[]): void {
  const expected = messagesOfPuc(programs);
  const plain = ourMessages(programs, false);
  const stepwise = ourMessages(programs, true);
  const wrong: unknown[] = [];
  programs.forEach((program, i) => {
    const known = knownDifferences.get(program);
    const wanted = known?.ours ?? expected[i];
    const isKnownToDiffer = known === undefined || known.ours !== expected[i];
    if (plain[i] === wanted && stepwise[i] === wanted && isKnownToDiffer) return;
    wrong.push({ program, expected: expected[i], known, plain: plain[i], stepwise: stepwise[i] });
  });
  expect(wrong).toEqual([]);
}

describe("a runtime error", () => {
  it(
    "says what PUC says for every operation on every kind of name and value",
    { timeout: 60_000 },
    () => {
      expectMessages(failingOperations());
    },
  );

  it("has the line that PUC gives it, over several lines too", () => {
    expectMessages(FAILING_LINES);
  });

  it("differs from PUC where known-differences.txt says so, for a reason", () => {
    const programs = [...knownDifferences.keys()];
    expectMessages(programs);
    for (const { reason } of knownDifferences.values()) expect(reason).not.toBe("");
  });
});
