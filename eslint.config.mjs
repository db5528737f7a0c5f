/**
 * The lint rules: typescript-eslint's strictest type-aware set, and the parts of the house style
 * that a tool can hold (size, file names, documentation, an opening comment, purity).
 */
import comments from "@eslint-community/eslint-plugin-eslint-comments/configs";
import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import { defineConfig } from "eslint/config";
import checkFile from "eslint-plugin-check-file";
import jsdoc from "eslint-plugin-jsdoc";
import vue from "eslint-plugin-vue";
import globals from "globals";
import tseslint from "typescript-eslint";
import { openingComment } from "./scripts/eslint-opening-comment.mjs";

const typeScript = ["**/*.ts"];
const javaScript = ["**/*.{js,mjs,cjs}"];
const librarySources = ["packages/*/src/**/*.ts"];
const pureSources = ["packages/{interpreter,event-loop}/src/**/*.ts"];
const tests = ["packages/*/test/**/*.ts", "tests/**/*.ts"];

export default defineConfig(
  {
    ignores: [
      ...["**/dist/", "packages/cli/templates/", "**/coverage/", "**/.turbo/", "**/.cache/"],
      // Programs of CraftOS: the command checks their types in a test.
      "examples/**/*.ts",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },

  js.configs.recommended,
  comments.recommended,
  {
    plugins: { "check-file": checkFile, house: { rules: { "opening-comment": openingComment } } },
    rules: {
      eqeqeq: "error",
      "max-lines": ["error", { max: 500 }],
      "no-restricted-exports": [
        "error",
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      "check-file/filename-naming-convention": [
        "error",
        { "**/*.{ts,js,mjs}": "KEBAB_CASE" },
        { ignoreMiddleExtensions: true },
      ],
      // What is switched off needs a reason beside it, and only for the lines concerned.
      "@eslint-community/eslint-comments/require-description": ["error", { ignore: [] }],
      "@eslint-community/eslint-comments/no-unlimited-disable": "error",
      "house/opening-comment": "error",
    },
  },

  {
    files: typeScript,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // With unchecked indexing reported, `!` says that the index is known to be good.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Counted loops stay allowed where a benchmark prefers them.
      "@typescript-eslint/prefer-for-of": "off",
      // A Lua error is not a JavaScript `Error`: see lua-error.ts.
      "@typescript-eslint/only-throw-error": [
        "error",
        { allow: ["LuaError"], allowRethrowing: true },
      ],
      // `while (true)` is how an interpreter is written.
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
    },
  },

  // Their types are checked by vue-tsc (`lint:types` of the site).
  {
    files: ["**/*.vue"],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic, vue.configs["flat/recommended"]],
    languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },

  {
    files: librarySources,
    plugins: { jsdoc },
    settings: { jsdoc: { mode: "typescript" } },
    rules: {
      "no-console": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          enableFixer: false,
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: [
            "TSInterfaceDeclaration",
            "TSTypeAliasDeclaration",
            "TSEnumDeclaration",
            "VariableDeclaration",
          ],
        },
      ],
      "jsdoc/require-description": ["error", { contexts: ["any"] }],
      "jsdoc/check-alignment": "error",
      // A parameter whose name says it all needs no line of its own.
      "jsdoc/check-param-names": ["error", { disableMissingParamChecks: true }],
      "jsdoc/check-tag-names": [
        "error",
        { definedTags: ["remarks", "typeParam", "noSelf", "noSelfInFile"] },
      ],
      "jsdoc/no-types": "error",
      "jsdoc/empty-tags": "error",
    },
  },

  {
    files: pureSources,
    rules: {
      // The clock and chance belong to the host, or a computer could not be replayed.
      "no-restricted-globals": [
        "error",
        ...["process", "Buffer", "performance", "setTimeout", "setInterval", "setImmediate"].map(
          (name) => ({ name, message: "This package is pure: take it from the host." }),
        ),
      ],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "Take the time from the computer's clock." },
        { object: "Math", property: "random", message: "Take chance from the computer's seed." },
      ],
    },
  },

  {
    files: tests,
    rules: {
      // A stub that must be a promise or a generator need not wait for anything.
      "@typescript-eslint/require-await": "off",
    },
  },

  { files: javaScript, languageOptions: { globals: globals.node } },
  // Configuration files are read by tools that want a default export, and belong to no project.
  {
    files: ["*.config.*", "site/*.config.*", "site/.vitepress/**", "site/vue-files.d.ts", ".*.mjs"],
    rules: { "no-restricted-exports": "off" },
  },
  { files: ["*.config.ts"], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ["*.config.ts"],
    languageOptions: { parserOptions: { projectService: false, project: null } },
  },
  prettier,
);
