/**
 * Programs that import CraftOS's modules.
 */
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { compileProgram } from "./compile-program.js";

const require = createRequire(import.meta.url);

const MODULES = `
  import type {} from "@craftos-http/types";
  import * as dfpwm from "cc.audio.dfpwm";
  import * as completion from "cc.completion";
  import { expect, field, range } from "cc.expect";
  import * as nft from "cc.image.nft";
  import * as pretty from "cc.pretty";
  import { make } from "cc.require";
  import * as shellCompletion from "cc.shell.completion";
  import { ensure_width, split, wrap } from "cc.strings";

  const decoder = dfpwm.make_decoder();
  export const amplitudes: number[] = decoder(dfpwm.encode([0, 1, 2]));
  export const choices: string[] = completion.choice("a", ["ab", "c"], true);
  export const name: string = expect(1, "x", "string", "nil");
  field({ a: 1 }, "a", "number");
  export const inRange: number = range(5, 1, 10);

  const [image, problem] = nft.load("x.nft");
  if (image === undefined) throw problem;
  nft.draw(image, 1, 1);

  pretty.print(pretty.group(pretty.nest(2, pretty.concat(pretty.text("a"), pretty.line, pretty.pretty({})))));
  const [requireModule] = make({}, "/lib");
  requireModule("part");

  export const complete = shellCompletion.build(
    [shellCompletion.choice, ["get", "put"]],
    undefined,
    shellCompletion.file,
  );
  export const lines: string[] = [...wrap("a b", 1), ...split("a,b", ",", true), ensure_width("a", 5)];
`;

test.each([
  ["alone", []],
  ["beside CraftOS", [require.resolve("@jackmacwindows/craftos-types/craftos.d.ts")]],
])("modules are declared and required by their names, %s", (_where, declarations) => {
  const { complaints, lua } = compileProgram(MODULES, declarations);
  expect(complaints).toEqual([]);
  expect(lua).toContain('require("cc.audio.dfpwm")');
  expect(lua).toContain("local decoder = dfpwm.make_decoder()");
  expect(lua).toContain('expect(1, "x", "string", "nil")');
});

const MISTAKES: Readonly<Record<string, string>> = {
  "a picture that may be missing": `nft.draw(nft.load("x")[0], 1, 1)`,
  "a type that there is not": `expect(1, 2, "integer")`,
  "a function that there is not": `nft.save("x")`,
  "text where amplitudes are wanted": `dfpwm.encode("x")`,
};

test("mistakes do not compile", () => {
  const imports =
    'import type {} from "@craftos-http/types"; import * as nft from "cc.image.nft"; ' +
    'import * as dfpwm from "cc.audio.dfpwm"; import { expect } from "cc.expect";';
  const { complaints } = compileProgram([imports, ...Object.values(MISTAKES)].join("\n"));
  const names = Object.keys(MISTAKES);
  expect(complaints.map(({ line }) => names[line - 2])).toEqual(names);
});
