/**
 * The direction of dependencies, as a check that fails: between the packages, and between the
 * layers of the interpreter. Every rule names what is forbidden and why.
 */

/**
 * Folders that must not be imported from a folder.
 *
 * @param {string} name the rule's name
 * @param {string} comment why
 * @param {string} from a regular expression for the importing path
 * @param {string} to a regular expression for the imported path
 * @param {string} [exceptTo] a regular expression for what is allowed all the same
 */
function forbid(name, comment, from, to, exceptTo) {
  return {
    name,
    comment,
    severity: "error",
    from: { path: from },
    to: exceptTo === undefined ? { path: to } : { path: to, pathNot: exceptTo },
  };
}

/**
 * A package may use itself and the listed packages only.
 *
 * @param {string} folder the package's folder
 * @param {string[]} allowed folders of the packages that it may use
 */
function packageMayUse(folder, allowed) {
  const permitted = [folder, ...allowed].join("|");
  return forbid(
    `direction-${folder}`,
    "interpreter <- event-loop <- craftos <- cli and interpreter, event-loop <- http-host <- cli",
    `^packages/${folder}/(src|bin)/`,
    "^packages/",
    `^packages/(${permitted})/`,
  );
}

const interpreter = "^packages/interpreter/src/";

/**
 * A layer of the interpreter may use itself and the listed layers only.
 *
 * @param {string} layer the layer's folder
 * @param {string[]} allowed the layers below it
 */
function layerMayUse(layer, allowed) {
  const permitted = [layer, ...allowed].join("|");
  return forbid(
    `layer-${layer}`,
    "text <- value <- runtime <- stdlib and text <- parser <- analysis <- codegen; one file at the top joins them",
    `${interpreter}${layer}/`,
    interpreter,
    `${interpreter}(${permitted})/`,
  );
}

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    packageMayUse("interpreter", []),
    packageMayUse("event-loop", ["interpreter"]),
    packageMayUse("craftos", ["interpreter", "event-loop"]),
    packageMayUse("http-host", ["interpreter", "event-loop"]),
    packageMayUse("types", []),
    packageMayUse("typescript", ["types"]),
    packageMayUse("cli", ["interpreter", "event-loop", "craftos", "http-host", "typescript"]),

    layerMayUse("text", []),
    layerMayUse("value", ["text"]),
    layerMayUse("runtime", ["value"]),
    layerMayUse("stdlib", ["runtime", "value"]),
    layerMayUse("embedding", ["stdlib", "runtime", "value"]),
    layerMayUse("parser", ["text"]),
    layerMayUse("analysis", ["parser"]),
    layerMayUse("codegen", ["analysis", "parser", "text", "value"]),

    {
      name: "pure-packages-import-no-node-api",
      comment: "The interpreter and the event loop run in a browser too, and can be replayed.",
      severity: "error",
      from: { path: "^packages/(interpreter|event-loop|types)/src/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "craftos-has-node-in-one-folder",
      comment: "The environment runs without Node; folders on a disk are an entry of their own.",
      severity: "error",
      from: { path: "^packages/craftos/src/", pathNot: "^packages/craftos/src/node/" },
      to: { dependencyTypes: ["core"] },
    },
    forbid(
      "craftos-node-is-on-top",
      "The rest of the environment knows mounts, not what is behind them.",
      "^packages/craftos/src/(?!node/)",
      "^packages/craftos/src/node/",
    ),
    {
      name: "packages-meet-at-public-entries",
      comment: "Another package is imported by its name; its inner files are its own business.",
      severity: "error",
      from: { path: "^packages/([^/]+)/(src|bin)/" },
      to: { path: "^packages/[^/]+/src/", pathNot: "^packages/$1/" },
    },
    {
      name: "sources-do-not-import-tests",
      severity: "error",
      from: { path: "^packages/[^/]+/(src|bin)/" },
      to: { path: "^(packages/[^/]+/test|tests|benchmarks|examples)/" },
    },
    {
      name: "no-cycles",
      comment:
        "A cycle of values makes the order of loading matter. Types may refer to each other.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: {
        circular: true,
        viaOnly: { dependencyTypesNot: ["type-only"] },
      },
    },
    {
      name: "no-undeclared-dependencies",
      comment: "What a published package imports must be in its own package.json.",
      severity: "error",
      from: { path: "^packages/[^/]+/(src|bin)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"] },
    },
    {
      name: "everything-resolves",
      severity: "error",
      from: { path: "^packages/[^/]+/(src|bin)/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^packages/[^/]+/dist/"] },
    exclude: { path: ["^packages/[^/]+/(dist|coverage)/.*\\.map$"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    combinedDependencies: false,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
