/**
 * `npm run bench -- memory`: heap bytes per table, closure, string and coroutine, ours beside PUC's
 * and LuaJIT's. Ours is what V8 counts after a full collection; theirs is collectgarbage("count").
 */
import { runFiguresCommand } from "./lua/figures-command.js";
import { knownPeers, type Peer } from "./lua/peers.js";

/** The same peers, with a garbage collector that our runner may call; only those that count bytes. */
const peers = knownPeers(undefined)
  .filter(({ name }) => name === "interpreter" || name.startsWith("lua"))
  .filter(({ name }) => name !== "luajit -joff")
  .map(exposeCollector);

function exposeCollector(peer: Peer): Peer {
  if (peer.name !== "interpreter") return peer;
  return {
    ...peer,
    command: (program, scale) => {
      const [node, ...args] = peer.command(program, scale);
      return [node, "--expose-gc", ...args];
    },
  };
}

process.exitCode = await runFiguresCommand("memory", peers);
