/**
 * One vitest project per workspace folder with tests. Imports of the workspace's own packages are
 * sent to their sources, never to `dist`: tests need no build and coverage counts the real lines.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const packagesFolder = fileURLToPath(new URL("packages", import.meta.url));

function project(name: string, root: string, include: string[], testTimeoutMs: number) {
  return { extends: true, test: { name, root, include, testTimeout: testTimeoutMs } } as const;
}

function packageProject(folder: string) {
  return project(folder, `packages/${folder}`, ["test/**/*.test.ts"], 30_000);
}

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@craftos-http\/([^/]+)$/, replacement: `${packagesFolder}/$1/src/index.ts` },
      {
        find: /^@craftos-http\/([^/]+)\/testing$/,
        replacement: `${packagesFolder}/$1/src/testing/index.ts`,
      },
      {
        find: /^@craftos-http\/interpreter\/analysis$/,
        replacement: `${packagesFolder}/interpreter/src/analysis/index.ts`,
      },
      {
        find: /^@craftos-http\/([^/]+)\/node$/,
        replacement: `${packagesFolder}/$1/src/node/index.ts`,
      },
      {
        find: /^craftos-http\/testing$/,
        replacement: `${packagesFolder}/cli/src/testing/index.ts`,
      },
      { find: /^craftos-http$/, replacement: `${packagesFolder}/cli/src/index.ts` },
    ],
  },
  test: {
    globalSetup: [fileURLToPath(new URL("tests/say-engines.ts", import.meta.url))],
    setupFiles: [fileURLToPath(new URL("scripts/hang-guard.mjs", import.meta.url))],
    projects: [
      packageProject("interpreter"),
      packageProject("event-loop"),
      packageProject("craftos"),
      packageProject("http-host"),
      packageProject("types"),
      packageProject("typescript"),
      packageProject("cli"),
      project("tests", "tests", ["**/*.test.ts"], 60_000),
    ],
    coverage: {
      provider: "v8",
      reportOnFailure: true,
      include: ["packages/*/src/**/*.ts"],
      reporter: ["text-summary", "html", "json-summary"],
    },
  },
});
