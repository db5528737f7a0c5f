/**
 * The options that set limits, against the limits that there are.
 */
import { Command } from "commander";
import { DEFAULT_COMPUTER_LIMITS } from "@craftos-http/event-loop";
import { DEFAULT_HTTP_CLIENT_LIMITS, DEFAULT_HTTP_SERVER_LIMITS } from "@craftos-http/http-host";
import { DEFAULT_LUA_LIMITS } from "@craftos-http/interpreter";
import { expect, test } from "vitest";
import { addLimitOptions, LIMIT_OPTIONS } from "../../src/commands/limit-options.js";
import { DEFAULT_RUN_LIMITS } from "../../src/program/run-program.js";

/** Limits that follow from others, or that nobody needs to set. */
const WITHOUT_OPTION = ["tooLongGraceMs"];

const defaults: Readonly<Record<string, number>> = {
  ...DEFAULT_COMPUTER_LIMITS,
  ...DEFAULT_HTTP_SERVER_LIMITS,
  ...DEFAULT_HTTP_CLIENT_LIMITS,
  ...DEFAULT_RUN_LIMITS,
  ...DEFAULT_LUA_LIMITS,
};

test("every limit of the layers below has an option", () => {
  const named = [...Object.keys(LIMIT_OPTIONS), ...WITHOUT_OPTION];
  expect(named.sort()).toEqual(Object.keys(defaults).sort());
});

test.each(Object.entries(LIMIT_OPTIONS))("the help tells the default of %s", (name, option) => {
  expect(option.parse(option.defaultText)).toBe(defaults[name]);
});

test("only limits that were set are passed on", () => {
  const command = new Command();
  const limitsOf = addLimitOptions(command);
  command.parse(["--max-body-bytes", "1KiB", "--response-timeout", "2s"], { from: "user" });
  expect(limitsOf(command.opts())).toEqual({ requestBodyBytesMax: 1024, answerTimeoutMs: 2000 });
});
