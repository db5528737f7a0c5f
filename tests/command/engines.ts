/**
 * The engines that the command can be tested with here. Without a binary of uWebSockets.js its tests are
 * left out, which the run says at its beginning (`tests/say-engines.ts`).
 */
import { canSharePorts, createEngine } from "@craftos-http/http-host";

const hasUws = createEngine("auto").engine.name === "uws";

/** Those that run here. */
export const ENGINES: readonly string[] = hasUws ? ["uws", "node"] : ["node"];

/** Those of which several processes can share a port. */
export const SHARING_ENGINES = ENGINES.filter((engine) => engine === "uws" || canSharePorts());
