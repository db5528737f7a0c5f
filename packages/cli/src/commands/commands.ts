/**
 * The commands that there are. Each is in a folder of its own, which is loaded when it is called.
 */
import type { CommandEntry } from "./command.js";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "run",
    usage: "[options] [program] [args...]",
    summary: "run a program; `craftos-http FILE` is short for it",
    load: async () => (await import("./run/run-command.js")).runCommand,
  },
  {
    name: "build",
    usage: "[options] <program>",
    summary: "compile a program in TypeScript to Lua files for the game",
    load: async () => (await import("./build/build-command.js")).buildCommand,
  },
  {
    name: "check",
    usage: "[options] [paths...]",
    summary: "look for mistakes in programs",
    load: async () => (await import("./check/check-command.js")).checkCommand,
  },
  {
    name: "test",
    usage: "[options] [paths...]",
    summary: "run the tests of a folder",
    load: async () => (await import("./test/test-command.js")).testCommand,
  },
  {
    name: "repl",
    usage: "[options]",
    summary: "run Lua line by line",
    load: async () => (await import("./repl/repl-command.js")).replCommand,
  },
  {
    name: "bench",
    usage: "[options] [program or URL] [args...]",
    summary: "put load on a server and show how fast it answers",
    load: async () => (await import("./bench/bench-command.js")).benchCommand,
  },
  {
    name: "new",
    usage: "<template> [folder]",
    summary: "write a program to start from",
    load: async () => (await import("./new/new-command.js")).newCommand,
  },
  {
    name: "replay",
    usage: "[options] <trace> [program]",
    summary: "run a recorded program again and say whether it does the same",
    load: async () => (await import("./replay/replay-command.js")).replayCommand,
  },
  {
    name: "doctor",
    usage: "[options]",
    summary: "say what is in use here, and what does not work",
    load: async () => (await import("./doctor/doctor-command.js")).doctorCommand,
  },
  {
    name: "completion",
    usage: "<shell>",
    summary: "print what makes a shell complete this command",
    load: async () => (await import("./completion/completion-command.js")).completionCommand,
  },
];

/** The names of the commands. */
export const COMMAND_NAMES = COMMANDS.map(({ name }) => name);
