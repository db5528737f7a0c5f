/**
 * `craftos-http test --watch`: runs tests again whenever a file changes that they loaded, or that simulated
 * computers began with, or a file of Lua is added.
 */
import { dirname, join } from "node:path";
import { FileWatcher, PROGRAM_NAME } from "../watch/file-watcher.js";
import { runSpecs, type RunSpecsOptions } from "./run-specs.js";
import { filesIn } from "./spec-files.js";

/**
 * Runs tests, and again whenever one of their files changes. Never ends.
 * @param options - what to run
 * @throws UsageError as `runSpecs`
 */
export async function watchSpecs(options: RunSpecsOptions): Promise<never> {
  const { format, process } = options;
  const stream = format === "text" ? process.stdout : process.stderr;
  const watched = new Set<string>();
  let onChange: () => void = () => undefined;
  const watcher = new FileWatcher(({ paths, isWatched }) => {
    if (isWatched || paths.some((path) => PROGRAM_NAME.test(path))) onChange();
  });
  try {
    for (;;) {
      const changed = new Promise<void>((done) => (onChange = done));
      // From the moment on in which it is loaded: it may be saved while the tests run.
      await runSpecs(options, (path) => {
        if (!watched.has(path)) watcher.add(path);
        watched.add(path);
      });
      watchFolders(watcher, options.root);
      stream.write("\nwaiting for a change; Ctrl+C ends\n");
      await changed;
    }
  } finally {
    watcher.close();
  }
}

/** A test may be added wherever there are programs. */
function watchFolders(watcher: FileWatcher, root: string): void {
  watcher.addFolder(root);
  for (const file of filesIn(root)) {
    if (PROGRAM_NAME.test(file)) watcher.addFolder(join(root, dirname(file)));
  }
}
