/**
 * Where the value of an option comes from, and what is said of one that is wrong.
 */
import { describe, expect, test } from "vitest";
import type { Config } from "../../src/options/config-file.js";
import { flag, list, value, valueOr, type WrittenValue } from "../../src/options/option.js";
import { resolveOptions } from "../../src/options/resolve-options.js";
import { FILE, oneOf, parseBytes, TEXT } from "../../src/options/value-types.js";

const OPTIONS = {
  size: value({ flags: "--size <n>", description: "", type: { parse: parseBytes } }),
  mode: valueOr({
    flags: "--mode <name>",
    description: "",
    type: oneOf("fast", "safe"),
    defaultText: "safe",
  }),
  quiet: flag({ flags: "-q, --quiet", description: "" }),
  check: flag({ flags: "--no-check", description: "" }),
  names: list({ flags: "--some-name <name>", description: "", type: TEXT }),
  file: value({ flags: "--file <file>", description: "", type: FILE, excludes: ["memory"] }),
  memory: flag({ flags: "--memory", description: "" }),
};

interface Sources {
  readonly flags?: Readonly<Record<string, boolean | readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly command?: string;
}

function resolve({ flags = {}, env = {}, config, command = "run" }: Sources) {
  const written = Object.entries(flags).map(([name, texts]): [string, WrittenValue] => [
    name,
    typeof texts === "boolean"
      ? texts
      : texts.map((text, order) => ({ text, order, folder: process.cwd() })),
  ]);
  const file: Config | undefined =
    config === undefined
      ? undefined
      : { name: "x.json", folder: "/project", main: undefined, sections: { [command]: config } };
  return resolveOptions(OPTIONS, { command, flags: new Map(written), env, config: file });
}

const NOTHING = {
  size: undefined,
  mode: "safe",
  quiet: false,
  check: true,
  names: [],
  file: undefined,
  memory: false,
};

describe("resolveOptions()", () => {
  test("gives defaults when nothing is said", () => {
    expect(resolve({})).toEqual(NOTHING);
  });

  test("takes the command line before the environment, and that before the config file", () => {
    const flags = { size: ["1"] };
    const env = { CRAFTOS_HTTP_SIZE: "2", CRAFTOS_HTTP_MODE: "fast" };
    const config = { size: "3", mode: "safe", quiet: true };
    expect(resolve({ flags, env, config })).toEqual({
      ...NOTHING,
      ...{ size: 1, mode: "fast", quiet: true },
    });
  });

  test("lets a higher source turn off what a lower one turned on", () => {
    const config = { quiet: true, check: false };
    expect(resolve({ config })).toMatchObject({ quiet: true, check: false });
    const env = { CRAFTOS_HTTP_QUIET: "0" };
    expect(resolve({ env, config, flags: { check: true } })).toMatchObject({
      ...{ quiet: false, check: true },
    });
  });

  test("reads lists, numbers and paths as each place writes them", () => {
    expect(resolve({ env: { CRAFTOS_HTTP_SOME_NAME: "a;b" } }).names).toEqual(["a", "b"]);
    const config = { someName: ["x", 2], size: 5, file: "data/x" };
    const expected = { names: ["x", "2"], size: 5, file: "/project/data/x" };
    expect(resolve({ config })).toMatchObject(expected);
    expect(resolve({ flags: { file: ["data/x"] } }).file).toBe("data/x");
  });

  test("takes an empty variable for none", () => {
    expect(resolve({ env: { CRAFTOS_HTTP_SIZE: "" }, config: { size: 4 } }).size).toBe(4);
  });

  test("gives the variables of other commands than run a prefix", () => {
    const env = { CRAFTOS_HTTP_SIZE: "1", CRAFTOS_HTTP_TEST_SIZE: "2" };
    expect(resolve({ env, command: "test" }).size).toBe(2);
  });

  test("sets aside what a higher source excludes, and refuses two of one source", () => {
    const config = { file: "x" };
    expect(resolve({ config, flags: { memory: true } })).toMatchObject({
      ...{ file: undefined, memory: true },
    });
    expect(resolve({ config, flags: { memory: false } }).file).toBe("/project/x");
    expect(() => resolve({ flags: { file: ["x"], memory: true } })).toThrow(
      "options '--file' and '--memory' cannot be used together (the command line).",
    );
  });
});

const SIZES = "A size is expected, such as 512, 64KiB or 16MiB.";

describe("what is wrong names the option and where its value came from:", () => {
  test.each<[string, Sources, string]>([
    [
      "on the command line",
      { flags: { size: ["x"] } },
      `option '--size': 'x' from the command line: ${SIZES}`,
    ],
    [
      "in the environment",
      { env: { CRAFTOS_HTTP_SIZE: "x" } },
      `option '--size': 'x' from the environment variable CRAFTOS_HTTP_SIZE: ${SIZES}`,
    ],
    [
      "in the config file",
      { config: { size: "x" } },
      `option '--size': 'x' from x.json (run.size): ${SIZES}`,
    ],
    [
      "a choice",
      { config: { mode: "slow" } },
      "option '--mode': 'slow' from x.json (run.mode): Allowed choices are fast, safe.",
    ],
    [
      "a switch in the environment",
      { env: { CRAFTOS_HTTP_QUIET: "maybe" } },
      "option '--quiet': 'maybe' from the environment variable CRAFTOS_HTTP_QUIET: " +
        "1 or 0, true or false is expected.",
    ],
    [
      "a switch in the config file",
      { config: { quiet: "yes" } },
      `option '--quiet': '"yes"' from x.json (run.quiet): true or false is expected.`,
    ],
    [
      "a list in the config file",
      { config: { someName: "x" } },
      `option '--some-name': '"x"' from x.json (run.someName): a list of strings is expected.`,
    ],
    [
      "a value in the config file",
      { config: { size: { bytes: 1 } } },
      `option '--size': '{"bytes":1}' from x.json (run.size): a string or a number is expected.`,
    ],
    [
      "an empty path",
      { flags: { file: [""] } },
      "option '--file': '' from the command line: A path is expected.",
    ],
    [
      "a key that nobody knows",
      { config: { "some-name": ["x"] } },
      "x.json: there is no option 'run.some-name'. Did you mean 'someName'?",
    ],
    ["a key like no other", { config: { zzz: 1 } }, "x.json: there is no option 'run.zzz'."],
  ])("%s", (_, sources, message) => {
    expect(() => resolve(sources)).toThrow(message);
  });
});
