/**
 * The API reference: what every published package exports, as pages of the site. What is not documented,
 * or is named and not exported, fails.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OptionDefaults } from "typedoc";

const packagesFolder = fileURLToPath(new URL("../packages", import.meta.url));

/** The manifests of the published packages, by their folders. */
const manifests = new Map(
  readdirSync(packagesFolder).map((folder) => [
    folder,
    JSON.parse(readFileSync(join(packagesFolder, folder, "package.json"), "utf8")),
  ]),
);

/** The sources of every entry that a package has. */
const entryPoints = [...manifests].flatMap(([folder, { exports }]) =>
  Object.values(exports)
    .map((entry) => entry.types)
    // Declarations that are written by hand are of globals, and export nothing.
    .filter((types) => types?.startsWith("./dist/"))
    .map((types) =>
      types.replace("./dist", `../packages/${folder}/src`).replace(/\.d\.ts$/, ".ts"),
    ),
);

/** Fields of unions whose alternatives are documented as wholes. */
const fieldsOfUnions = {
  "@craftos-http/interpreter.RunOutcome": "kind values error",
  "@craftos-http/event-loop.ComputerEnd": "kind values error exitStatus fault",
  "@craftos-http/event-loop.ReplayedAct": "kind destination data source end detail",
  "@craftos-http/event-loop.RecordedEvent": "kind values name description timer id",
  "@craftos-http/event-loop.TraceEntry":
    "kind setup turn event source value destination data looks end detail",
};

/** @type {import("typedoc").TypeDocOptions & import("typedoc-plugin-markdown").PluginOptions} */
export default {
  name: "API reference",
  tsconfig: "typedoc.tsconfig.json",
  entryPoints,
  plugin: ["typedoc-plugin-markdown"],
  out: ".cache/pages/api",
  readme: "none",
  disableSources: true,
  excludeInternal: true,
  blockTags: [...OptionDefaults.blockTags, "@noSelf"],

  packagesRequiringDocumentation: [...manifests.values()].map(({ name }) => name),
  requiredToBeDocumented: [
    ...["Class", "Constructor", "Enum", "EnumMember", "Function", "Interface", "Method"],
    ...["Property", "Accessor", "TypeAlias", "Variable"],
  ],
  intentionallyNotDocumented: Object.entries(fieldsOfUnions).flatMap(([union, fields]) =>
    fields.split(" ").map((field) => `${union}.__type.${field}`),
  ),
  validation: { notDocumented: true, notExported: true, invalidLink: true },
  treatWarningsAsErrors: true,
  logLevel: "Warn",

  outputFileStrategy: "modules",
  entryFileName: "index",
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  propertyMembersFormat: "table",
  enumMembersFormat: "table",
  sanitizeComments: true,
};
