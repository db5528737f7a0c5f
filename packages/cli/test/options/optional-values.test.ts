/**
 * Options whose value may be left out.
 */
import { expect, test } from "vitest";
import { flag, list, optionalValue, value } from "../../src/options/option.js";
import { markLeftOutValues } from "../../src/options/optional-values.js";
import { TEXT } from "../../src/options/value-types.js";

const OPTIONS = [
  optionalValue({ flags: "--inspect [address]", description: "", type: TEXT }),
  value({ flags: "-n, --name <text>", description: "", type: TEXT }),
  list({ flags: "--mount <text>", description: "", type: TEXT }),
  flag({ flags: "-q, --quiet", description: "" }),
];

function mark(...args: string[]): string[] {
  return markLeftOutValues(args, OPTIONS, true);
}

test("what follows an option whose value was left out is not its value", () => {
  expect(mark("--inspect", "server.lua")).toEqual(["--inspect=", "server.lua"]);
  expect(mark("-q", "--inspect", "-n", "x", "server.lua")).toEqual([
    "-q",
    "--inspect=",
    "-n",
    "x",
    "server.lua",
  ]);
});

test("a value behind an equals sign stays", () => {
  expect(mark("--inspect=9230", "server.lua")).toEqual(["--inspect=9230", "server.lua"]);
});

test("the values of other options are left alone, and what is the program's", () => {
  expect(mark("--name", "--inspect", "--mount", "--inspect", "a.lua", "--inspect")).toEqual([
    ...["--name", "--inspect", "--mount", "--inspect", "a.lua", "--inspect"],
  ]);
  expect(mark("--", "--inspect")).toEqual(["--", "--inspect"]);
  expect(mark("--config", "--inspect")).toEqual(["--config", "--inspect"]);
  expect(mark("--name")).toEqual(["--name"]);
});
