/**
 * The HTTP host's public entry: sockets on one side, CraftOS events on the other.
 * Bytes pass through unchanged; every limit is explicit.
 */
export { type EngineChoice, type EngineOptions, createEngine } from "./engine/create-engine.js";
export type {
  Engine,
  EngineName,
  Exchange,
  Listener,
  ListenOptions,
  RequestHandler,
} from "./engine/engine.js";
export { DEFAULT_ENGINE_LIMITS, type EngineLimits } from "./engine/engine-limits.js";
export { RequestHeaders } from "./engine/request-headers.js";
export type { ResponseStream } from "./engine/response-stream.js";
export { ResponseHead, type SetHeaderOutcome } from "./engine/response-head.js";
export { HostError, type HostErrorCode } from "./host-error.js";
export { httpLibrary } from "./server/http-library.js";
export {
  type RecordedResponse,
  recordedResponse,
  RESPONSE_DESTINATION,
} from "./server/recorded-response.js";
export {
  DEFAULT_HTTP_SERVER_LIMITS,
  HttpServer,
  type HttpServerLimits,
  type HttpServerLog,
  type HttpServerOptions,
  type PortOptions,
} from "./server/http-server.js";
