/**
 * The engines that the contract is checked on: every one that this platform can run. node:http
 * always can; uWebSockets.js must wherever its loader finds a binary.
 */
import type { Engine } from "../../src/engine/engine.js";
import { createEngine } from "../../src/engine/create-engine.js";

const portable = createEngine("node");
const automatic = createEngine("auto");

/** Name and engine, for `describe.each`. */
export const engines: [name: string, engine: Engine][] = [["node", portable.engine]];
if (automatic.engine.name === "uws") engines.unshift(["uws", automatic.engine]);

/** Every byte there is, once. */
export const everyByte = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join(
  "",
);
