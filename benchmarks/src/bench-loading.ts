/**
 * `npm run bench -- loading`: what it costs to compile Lua: 1 MB at once, and small chunks one after
 * the other.
 */
import { runFiguresCommand } from "./lua/figures-command.js";
import { knownPeers } from "./lua/peers.js";

process.exitCode = await runFiguresCommand("loading", knownPeers(undefined));
