/**
 * `--cpu-prof`: where the time of a run went, by the functions of Lua and their lines, in the format of
 * Chrome's and VS Code's profiles.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import type { Profiler, Session } from "node:inspector";
import { dirname, join } from "node:path";
import { rememberFunctions } from "@craftos-http/interpreter";
import type { SourceUrls } from "./debugged-sources.js";

/** Where a profile is written. */
export interface ProfileOptions {
  /** The file; default a new one. */
  readonly file: string | undefined;
  /** The folder of a new file; default the working folder. */
  readonly folder: string | undefined;
}

/** A profile of everything that this process does until it is finished. */
export class CpuProfile {
  /** How the program's sources are known, once it is there. */
  urls: SourceUrls | undefined;
  readonly #options: ProfileOptions;
  readonly #session: Session;
  readonly #inLua: ReturnType<typeof rememberFunctions>;

  /**
   * Begins it.
   * @param options - where it is to be written
   */
  constructor(options: ProfileOptions) {
    this.#options = options;
    this.#session = new (process.getBuiltinModule("node:inspector").Session)();
    this.#session.connect();
    this.#inLua = rememberFunctions(this.#session);
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.start");
  }

  /**
   * Ends it and writes it.
   * @returns the file, or why it could not be written
   */
  finish(): { readonly file: string } | { readonly problem: string } {
    const { file = join(this.#options.folder ?? ".", newName()) } = this.#options;
    let profile: Profiler.Profile | undefined;
    // The callback of a session in the same thread is called before this returns.
    this.#session.post("Profiler.stop", (_error, result) => (profile = result.profile));
    if (profile === undefined) return { problem: "there is no profile" };
    const nodes = this.#inLua(profile.nodes, (name) => this.urls?.of(name) ?? name);
    this.#session.disconnect();
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ ...profile, nodes }));
      return { file };
    } catch (error) {
      return { problem: `the profile ${file} cannot be written: ${(error as Error).message}` };
    }
  }
}

/** A name that no other profile has. */
function newName(): string {
  const time = new Date().toISOString().replace(/[-:]/g, "").replace(/\..*/, "");
  return `craftos-http-${time}-${process.pid}.cpuprofile`;
}
