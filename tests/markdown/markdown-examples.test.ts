/**
 * Runs every marked example in the project's Markdown, so that what a reader copies works.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findTypeErrors } from "./check-types.js";
import { findExamples, listMarkdownFiles, rootFolder, type Example } from "./find-examples.js";
import {
  findFreePort,
  movePort,
  runLua,
  runTypeScript,
  serveLua,
  type Outcome,
} from "./run-example.js";

const scratchFolder = join(rootFolder, "tests", ".cache", "markdown");
mkdirSync(scratchFolder, { recursive: true });

/** Writes an example to a file where the workspace's packages can be imported by name. */
function write(example: Example, code = example.code): string {
  const name = `${example.file.replaceAll(/[^\w]+/gu, "-")}-${example.line}.${example.language}`;
  const path = join(scratchFolder, name);
  writeFileSync(path, code);
  return path;
}

async function runExample(example: Example): Promise<Outcome> {
  if (example.language === "ts") return await runTypeScript(write(example));
  if (example.mode === "run") return await runLua(write(example));
  const port = await findFreePort();
  return await serveLua(write(example, movePort(example.code, port)), port);
}

for (const file of listMarkdownFiles()) {
  const examples = findExamples(file);
  if (examples.length === 0) continue;

  describe(file, () => {
    for (const example of examples) {
      if (example.language === "ts") {
        test(`line ${example.line} type-checks`, () => {
          expect(findTypeErrors(write(example))).toEqual([]);
        });
      }

      if (example.mode === "no-run") continue;
      test(`line ${example.line} runs`, async () => {
        const outcome = await runExample(example);
        // How a server ends, and what it says of itself meanwhile, is the command's own matter.
        if (example.mode === "run") expect(outcome).toMatchObject({ errors: "", exitStatus: 0 });
        if (example.output !== undefined) expect(outcome.output).toBe(example.output);
      });
    }
  });
}

test.each(readdirSync(join(rootFolder, "packages")))("%s has an example in its README", (name) => {
  expect(findExamples(join("packages", name, "README.md"))).not.toEqual([]);
});
