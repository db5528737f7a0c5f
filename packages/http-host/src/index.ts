/**
 * The HTTP host's public entry: sockets on one side, CraftOS events on the other.
 * Bytes pass through unchanged; every limit is explicit.
 * @module @craftos-http/http-host
 */
export { AddressRules, type AddressRuleText, type RuleAction } from "./client/address-rules.js";
export { ClientFailure } from "./client/client-failure.js";
export { DEFAULT_HTTP_CLIENT_LIMITS, type HttpClientLimits } from "./client/client-limits.js";
export type { ResolveHost } from "./client/host-gate.js";
export { HttpClient, type HttpClientOptions } from "./client/http-client.js";
export { NetworkTransport, type NetworkTransportOptions } from "./client/network-transport.js";
export { recordedClientRequest, type RecordedClientRequest } from "./client/recorded-request.js";
export type { HttpTransport, IncomingResponse, OutgoingRequest } from "./client/transport.js";
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
export type { ExchangeObserver, RequestEnd, RequestOutcome } from "./engine/exchange-observer.js";
export { canSharePorts, checkListenAddress, findFreePort } from "./engine/listen-address.js";
export { readTlsFiles, type TlsFiles } from "./engine/tls-files.js";
export { HostError, type HostErrorCode } from "./host-error.js";
export { proxiedAddress } from "./server/client-address.js";
export { Redaction } from "./server/redaction.js";
export { httpLibrary } from "./server/http-library.js";
export {
  type RecordedResponse,
  recordedResponse,
  RESPONSE_DESTINATION,
} from "./server/recorded-response.js";
export {
  DEFAULT_HTTP_SERVER_LIMITS,
  type HttpServerLimits,
  type HttpServerLog,
  type HttpServerOptions,
  type PortOptions,
  type WorkerPlace,
} from "./server/http-server-options.js";
export { HttpServer } from "./server/http-server.js";
