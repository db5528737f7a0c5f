/**
 * Joins the worker that runs programs, and the packages in it, into one file for Vite. What those import of
 * Node belongs to sockets and is left out with them; but for `node:buffer`, which is stood in for. If
 * anything of Node remains, the build fails.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Writes `.cache/lua-worker.js`. */
export async function bundleWorker() {
  const bundle = await rolldown({
    input: path("playground/lua-worker.ts"),
    platform: "browser",
    external: (id) => id.startsWith("node:") && id !== "node:buffer",
    resolve: {
      alias: { "node:buffer": path("playground/node-in-browser.ts") },
    },
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const [{ code, imports }] = output;
  if (output.length > 1 || imports.length > 0) {
    throw new Error(`the worker needs ${[...imports, output.length - 1].join(" and ")} more files`);
  }
  mkdirSync(path(".cache"), { recursive: true });
  writeFileSync(path(".cache/lua-worker.js"), code);
}
