/**
 * Writes the program that is large rather than slow: several thousand lines of small functions,
 * each run once for a while. Deterministic: the same text every time.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Gives the numbers that make one module differ from the next. */
type Choose = (below: number) => number;

type Template = (name: string, choose: Choose) => readonly string[];

const numeric: Template = (name, choose) => [
  `local function mix_${name}(a, b)`,
  `  if a % ${choose(5) + 2} == 0 then`,
  `    return (a * ${choose(9) + 2} + b) % ${choose(900) + 100}`,
  "  end",
  `  return (a + b * ${choose(9) + 2}) % ${choose(900) + 100}`,
  "end",
  `modules.${name} = function(rounds)`,
  `  local sum, last = 0, ${choose(50)}`,
  "  for i = 1, rounds do",
  `    last = mix_${name}(i, last)`,
  "    sum = (sum + last) % 100003",
  "  end",
  "  return sum",
  "end",
];

const record: Template = (name, choose) => [
  `local ${name} = { count = 0, low_${name} = ${choose(20)}, high = ${choose(80) + 40} }`,
  `function ${name}.adjust(value)`,
  `  ${name}.count = ${name}.count + 1`,
  `  if value < ${name}.low_${name} then`,
  `    ${name}.low_${name} = value`,
  `  elseif value > ${name}.high then`,
  `    ${name}.high = value - ${choose(10) + 1}`,
  "  end",
  `  return ${name}.high - ${name}.low_${name}`,
  "end",
  `modules.${name} = function(rounds)`,
  "  local sum = 0",
  "  for i = 1, rounds do",
  `    sum = (sum + ${name}.adjust(i * ${choose(30) + 3} % 151)) % 100003`,
  "  end",
  `  return sum + ${name}.count`,
  "end",
];

const list: Template = (name, choose) => [
  `modules.${name} = function(rounds)`,
  "  local items, sum = {}, 0",
  `  for i = 1, ${choose(40) + 20} do`,
  `    items[i] = i * ${choose(20) + 1} % 89`,
  "  end",
  "  for round = 1, rounds / #items do",
  "    for i = 1, #items do",
  "      local item = items[i]",
  `      if item > ${choose(60) + 10} and round % 2 == 0 then`,
  "        sum = sum + item",
  "      else",
  "        items[i] = (item + 1) % 89",
  "      end",
  "    end",
  "  end",
  "  return sum % 100003",
  "end",
];

const text: Template = (name, choose) => [
  `local words_${name} = { "alpha${choose(99)}", "beta", "gamma${choose(99)}", "delta" }`,
  `modules.${name} = function(rounds)`,
  "  local seen, sum = {}, 0",
  `  for i = 1, rounds / ${choose(3) + 3} do`,
  `    local word = words_${name}[i % 4 + 1]`,
  `    seen[word] = (seen[word] or ${choose(9)}) + #word`,
  `    if word:byte(1) == ${97 + choose(8)} then`,
  "      sum = sum + 1",
  "    end",
  "  end",
  "  for _, count in pairs(seen) do",
  "    sum = sum + count",
  "  end",
  "  return sum % 100003",
  "end",
];

const object: Template = (name, choose) => [
  `local Class_${name} = {}`,
  `Class_${name}.__index = Class_${name}`,
  `function Class_${name}.new(size)`,
  `  return setmetatable({ size = size, grown_${name} = 0 }, Class_${name})`,
  "end",
  `function Class_${name}:grow(by)`,
  `  self.size = (self.size + by) % ${choose(400) + 100}`,
  `  self.grown_${name} = self.grown_${name} + 1`,
  "  return self",
  "end",
  `modules.${name} = function(rounds)`,
  `  local thing = Class_${name}.new(${choose(30)})`,
  `  for i = 1, rounds / ${choose(2) + 2} do`,
  "    thing:grow(i % 7)",
  "  end",
  `  return (thing.size + thing.grown_${name}) % 100003`,
  "end",
];

const closure: Template = (name, choose) => [
  `local function make_${name}(step)`,
  `  local state = ${choose(100)}`,
  "  return function(value)",
  `    state = (state + value * step) % ${choose(900) + 100}`,
  "    return state",
  "  end",
  "end",
  `modules.${name} = function(rounds)`,
  `  local step, sum = make_${name}(${choose(9) + 1}), 0`,
  "  local i = 0",
  "  while i < rounds do",
  `    i = i + ${choose(3) + 2}`,
  "    sum = sum + step(i % 11)",
  "  end",
  "  return sum % 100003",
  "end",
];

const templates = [numeric, record, list, text, object, closure];

const opening = [
  "-- A large program: hundreds of small modules, each run once. Written by large-program.ts.",
  "local scale = tonumber((...)) or 1",
  "local rounds = math.floor(98000 * scale)",
  "local modules = {}",
  "local started = os.clock()",
];

/** Runs every module once, in an order that does not depend on `pairs`. */
const closing = (names: readonly string[]): readonly string[] => [
  "local total, order = 0, {",
  ...names.map((name) => `  "${name}",`),
  "}",
  "for i = 1, #order do",
  "  total = (total + modules[order[i]](rounds)) % 1000003",
  "end",
  "local seconds = os.clock() - started",
  'print(string.format("checksum %d", total))',
  'print(string.format("seconds %.6f", seconds))',
];

/** The text of a program of `moduleCount` modules; about 19 lines each. */
export function largeProgram(moduleCount: number): string {
  let seed = 1;
  const choose: Choose = (below) => {
    seed = (seed * 3877 + 29573) % 139968;
    return seed % below;
  };
  const names: string[] = [];
  const lines: string[] = [...opening];
  for (let index = 0; index < moduleCount; index++) {
    const name = `m${index}`;
    const template = templates[index % templates.length] ?? numeric;
    names.push(name);
    // A block of its own: Lua allows 200 locals in a function.
    lines.push("do", ...template(name, choose).map((line) => `  ${line}`), "end");
  }
  return [...lines, ...closing(names)].join("\n") + "\n";
}

/** Writes the program of the benchmark set to a file. */
export function writeLargeProgram(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, largeProgram(360));
}
