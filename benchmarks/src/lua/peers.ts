/**
 * What is compared: our command, our bare interpreter, and every other Lua that is installed. A peer
 * that is not there is left out and named; none is required.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "../report/measure-process.js";
import { cacheFolder, workspaceFolder } from "../report/results.js";
import type { Program } from "./programs.js";

/** One implementation of Lua. */
export interface Peer {
  /** As it stands in tables and after --peers. */
  readonly name: string;
  /** The command that runs a program with its scale as the only argument. */
  readonly command: (program: Program, scale: number) => Command;
  /** A command that succeeds where the peer can run; its first line of output is the version. */
  readonly check: Command;
}

/** A peer that can run here. */
export interface InstalledPeer extends Peer {
  readonly version: string;
}

const commandLine = join(workspaceFolder, "packages", "cli", "bin", "craftos-http.js");

/** The compiled runner script of that name. */
export function runnerPath(name: "interpreter" | "fengari" | "wasmoon"): string {
  return fileURLToPath(new URL(`../run-with-${name}.js`, import.meta.url));
}

function native(name: string, program: string, ...options: string[]): Peer {
  return {
    name,
    command: ({ path }, scale) => [program, ...options, path, String(scale)],
    check: [program, "-v"],
  };
}

/** A script that gives its version and runs programs, the latter perhaps by a command of its own. */
function inNode(name: string, script: readonly string[], ...runCommand: string[]): Peer {
  return {
    name,
    command: ({ path }, scale) => [process.execPath, ...script, ...runCommand, path, String(scale)],
    check: [process.execPath, ...script, "--version"],
  };
}

/** CraftOS-PC, headless; the program's folder and the generated one are mounted read-only. */
function craftosPc(executable: string): Peer {
  const data = mkdtempSync(join(tmpdir(), "bench-craftos-pc-"));
  return {
    name: "craftos-pc",
    command: ({ name, path }, scale) => [
      executable,
      "--headless",
      "--directory",
      data,
      "--mount-ro",
      `/bench=${dirname(path)}`,
      "--exec",
      `shell.run("/bench/${name}.lua", "${scale}") os.shutdown()`,
    ],
    check: [executable, "--version"],
  };
}

/** Every peer the harness knows, ours first. */
export function knownPeers(craftosPcPath: string | undefined): readonly Peer[] {
  return [
    inNode("craftos-http", [commandLine], "run"),
    // As one file, which is how it is published.
    inNode("interpreter", ["--conditions=joined", runnerPath("interpreter")]),
    native("lua5.1", "lua5.1"),
    native("lua5.2", "lua5.2"),
    native("lua5.3", "lua5.3"),
    native("lua5.4", "lua5.4"),
    native("luajit", "luajit"),
    native("luajit -joff", "luajit", "-joff"),
    inNode("wasmoon", [runnerPath("wasmoon")]),
    inNode("fengari", [runnerPath("fengari")]),
    ...(craftosPcPath === undefined ? [] : [craftosPc(craftosPcPath)]),
  ];
}

/**
 * Those of the peers that can run here.
 *
 * @param wanted - names; none means all
 */
export function installedPeers(
  peers: readonly Peer[],
  wanted: readonly string[],
): readonly InstalledPeer[] {
  const asked = peers.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const installed: InstalledPeer[] = [];
  for (const peer of asked) {
    const [program, ...args] = peer.check;
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
    if (status !== 0) {
      console.log(`${peer.name}: not here, left out`);
      continue;
    }
    // PUC Lua 5.1 prints its version to standard error.
    const version = (stdout || stderr).split("\n")[0]?.trim() ?? "";
    installed.push({ ...peer, version: shorten(version) });
  }
  return installed;
}

function shorten(version: string): string {
  return version.replace(/\s+(Copyright|--).*$/, "");
}

/** Where profiles are written. */
export const profilesFolder = join(cacheFolder, "profiles");
