/**
 * Whether a stream gets colours: a terminal does, unless the environment says otherwise.
 *
 * picocolors is loaded when there is something to colour: it looks at standard output at once, for
 * which Node has to make the stream.
 */
import { createRequire } from "node:module";
import type { Writable } from "node:stream";
import type picocolors from "picocolors";

const require = createRequire(import.meta.url);

/** Functions that colour text, or leave it as it is. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** Environment variables; NO_COLOR, FORCE_COLOR and TERM say something about colours. */
export type ColorEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Makes the colours of a stream. Source: no-color.org; FORCE_COLOR as in Node.
 * @param stream - where the text goes
 * @param environment - the process's variables
 */
export function colorsFor(stream: Writable, environment: ColorEnvironment): Colors {
  const { NO_COLOR: never = "", FORCE_COLOR: always, TERM: terminal } = environment;
  const isTerminal = (stream as { isTTY?: boolean }).isTTY === true && terminal !== "dumb";
  const isForced = always !== undefined && always !== "0" && always !== "false";
  const { createColors } = require("picocolors") as typeof picocolors;
  return createColors(never === "" && (isForced || isTerminal));
}
