/**
 * Joins the built command and the packages that it uses into a few files: Node takes about a
 * millisecond to load each, and these can be kept compiled. The command runs without them too;
 * `packages/cli/bin/command-entry.js` decides.
 */
import { createHash } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import commandEntry from "../packages/cli/bin/command-entry.js";
import { rootFolder } from "./run-process.mjs";

const { bundle: bundleFile, bundleIsFresh } = commandEntry;

const distFolder = join(rootFolder, "packages", "cli", "dist");

/** Changes files on their way into the bundle: the end of their names, and what becomes what. */
const changes = {
  // It is a dependency of that package, not of the command's: found from where it lies.
  "uws-binding.js": {
    "createRequire(import.meta.url)": `createRequire(createRequire(import.meta.url).resolve("@craftos-http/http-host"))`,
  },
  // What is required by name is in the bundle.
  "node-websockets.js": { "const require = createRequire(import.meta.url);": "" },
  "report/colors.js": { "const require = createRequire(import.meta.url);": "" },
  "commander/lib/command.js": {
    // Loads net and dgram, for subcommands that are programs of their own; there are none.
    "require('node:child_process')":
      "{ get spawn() { return require('node:child_process').spawn; } }",
    // Loads the terminal and net, since Node looks at all that the module exports.
    "require('node:process')": "globalThis.process",
  },
};

const changeFiles = {
  name: "change-files",
  transform(code, id) {
    const end = Object.keys(changes).find((name) => id.endsWith(`/${name}`));
    if (end === undefined) return null;
    let changed = code;
    for (const [wanted, replacement] of Object.entries(changes[end])) {
      if (!changed.includes(wanted)) throw new Error(`${id} does not say ${wanted} any more.`);
      changed = changed.replace(wanted, () => replacement);
    }
    return changed;
  },
};

/** What is not in the bundle: the compilers, which most programs need not. */
const OUTSIDE = "@craftos-http/typescript";

/** Code that was kept compiled cannot import anything: a file beside the bundle does it. */
const importFromOutside = {
  name: "import-from-outside",
  transform: (code) =>
    code.replaceAll(
      `import("${OUTSIDE}")`,
      `process.getBuiltinModule("node:module").createRequire(import.meta.url)("../bin/import-module.js")("${OUTSIDE}")`,
    ),
};

/** Writes what is not ASCII as escapes; it stands in literals only. */
function asAscii(code) {
  return code.replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * What runs a program is one file, whose constants V8 knows for constants; what few programs need is in
 * others, which are loaded when they are needed. These begin it, and whatever they import at once belongs
 * to it.
 */
const coreStarts = [
  "main.js",
  "commands/run/run-command.js",
  "program/run-program.js",
  "workers/worker-link.js",
];
const coreModules = new Set();

const findCore = {
  name: "find-core",
  buildEnd() {
    const add = (id) => {
      if (coreModules.has(id)) return;
      coreModules.add(id);
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) add(imported);
    };
    for (const file of coreStarts) add(join(distFolder, file));
  },
};

async function bundleCommand() {
  if (bundleIsFresh()) return;
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: { "command-bundle": join(distFolder, "main.js") },
    platform: "node",
    external: [OUTSIDE],
    // What the files one by one load late may be in the core all the same, where it costs nothing.
    checks: { ineffectiveDynamicImport: false },
    plugins: [changeFiles, importFromOutside, findCore],
  });
  const { output } = await bundle.generate({
    format: "cjs",
    entryFileNames: "[name].cjs",
    chunkFileNames: "command-bundle-[name].cjs",
    codeSplitting: { groups: [{ name: "core", test: (id) => coreModules.has(id) }] },
    // Node reads all of it at a first start: without comments and indentation that is 15 ms less. Names
    // stay, for the stack in the report of a fault.
    minify: { compress: false, mangle: false },
  });
  await bundle.close();
  for (const name of readdirSync(distFolder)) {
    if (name.startsWith("command-bundle")) rmSync(join(distFolder, name));
  }
  // Beside the unbundled files, since the command finds its package.json from where it is. The entry
  // comes last: it says that all is there.
  for (const { fileName, code, isEntry } of output.toSorted((a, b) => a.isEntry - b.isEntry)) {
    // Code that was kept compiled cannot (`changes` says what to do).
    if (/[^\w$.]import\(/.test(code)) throw new Error(`${fileName} imports what is outside`);
    const ascii = asAscii(code);
    const digest = createHash("sha256").update(ascii).digest("hex");
    writeFileSync(join(distFolder, fileName), `//${digest}\n${ascii}`);
    if (isEntry && join(distFolder, fileName) !== bundleFile) throw new Error(fileName);
  }
}

try {
  await bundleCommand();
} catch (error) {
  process.stderr.write(`${bundleFile} could not be made: the command starts slowly.\n`);
  throw error;
}
