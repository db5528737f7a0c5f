/**
 * Choosing an engine: the fast one where it runs, the portable one elsewhere, and always a sentence
 * that says which and why.
 */
import { HostError } from "../host-error.js";
import type { Engine, EngineName } from "./engine.js";
import { NodeEngine } from "./node/node-engine.js";
import type { UwsLoader } from "./uws/uws-binding.js";
import { UwsEngine } from "./uws/uws-engine.js";

/** An engine, and how it was chosen. */
export interface EngineChoice {
  /** The engine. */
  readonly engine: Engine;
  /** One line for people: what serves, and why not the default if it does not. */
  readonly notice: string;
  /** Why the default engine does not serve; undefined when it does or was not asked for. */
  readonly fallbackReason: HostError | undefined;
}

/** What an engine is loaded with. */
export interface EngineOptions {
  /**
   * Most bytes of a request's head. uWebSockets.js reads it when it is first loaded, for the whole
   * process; node:http takes it from each listener's limits.
   */
  readonly requestHeadBytesMax?: number;
  /** Loads uWebSockets.js, for one that is not where Node.js finds it. */
  readonly loadUws?: UwsLoader;
}

/**
 * Makes an engine ready.
 *
 * @param name which one; `auto` is uWebSockets.js, or node:http where no binary fits
 * @param options what uWebSockets.js is loaded with
 * @returns the engine and how it was chosen
 * @throws HostError ENGINE_UNAVAILABLE when `uws` was asked for by name and cannot be loaded
 */
export function createEngine(
  name: EngineName | "auto" = "auto",
  options: EngineOptions = {},
): EngineChoice {
  if (name === "node") return chosen(new NodeEngine());
  try {
    return chosen(UwsEngine.load(options));
  } catch (error) {
    if (name === "uws" || !(error instanceof HostError)) throw error;
    return chosen(new NodeEngine(), error);
  }
}

function chosen(engine: Engine, fallbackReason?: HostError): EngineChoice {
  const suffix = fallbackReason === undefined ? "" : `; ${fallbackReason.message}`;
  return { engine, notice: `HTTP engine: ${engine.description}${suffix}`, fallbackReason };
}
