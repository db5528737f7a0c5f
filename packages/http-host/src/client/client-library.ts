/**
 * The functions of the `http` table that make requests. Source: tweaked.cc, http; those beside
 * `get` and `post` that are named after a method are CraftOS-PC's.
 */
import { type EventValues, expectString } from "@craftos-http/event-loop";
import {
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  native,
  raiseAt,
} from "@craftos-http/interpreter";
import { AwaitingFrame } from "./awaiting-frame.js";
import { FAILURE_EVENT, type Operation, SUCCESS_EVENT } from "./client-event.js";
import { ClientFailure } from "./client-failure.js";
import type { HttpClient } from "./http-client.js";
import { SOCKET_FAILURE_EVENT, SOCKET_SUCCESS_EVENT } from "./outgoing-socket.js";
import { readRequestCall, type RequestCall, type RequestForm } from "./request-call.js";

import { readSocketCall, type SocketCall } from "./socket-call.js";

/** A function of the table, by its name. */
export type LibraryFunction = readonly [name: string, fn: LuaFunction];

/** What a call began, or why it could not. */
type Begun = Operation | ClientFailure;

const forms: Readonly<Record<string, RequestForm>> = {
  get: { body: "none" },
  post: { method: "POST", body: "required" },
  head: { method: "HEAD", body: "optional" },
  options: { method: "OPTIONS", body: "optional" },
  put: { method: "PUT", body: "optional" },
  delete: { method: "DELETE", body: "optional" },
  patch: { method: "PATCH", body: "optional" },
  trace: { method: "TRACE", body: "optional" },
};

/**
 * Makes the functions.
 * @param client - makes the requests
 */
export function clientFunctions(client: HttpClient): LibraryFunction[] {
  const methodFunction = (name: string, form: RequestForm): LibraryFunction => {
    const fullName = `http.${name}`;
    const call: LuaFunction = (...args) => {
      const begun = beginRequest(client, readRequestCall(args, form, client.limits));
      if (begun instanceof ClientFailure) return [undefined, begun.message];
      return new AwaitingFrame(fullName, begun, resultOfRequest).wait();
    };
    return [name, native(fullName, call)];
  };

  const request: LuaFunction = (...args) => {
    const call = readRequestCall(args, { body: "optional" }, client.limits);
    const begun = beginRequest(client, call);
    if (!(begun instanceof ClientFailure)) return true;
    client.queueEvent([FAILURE_EVENT, call.address, begun.message]);
    return [false, begun.message];
  };

  const checkUrlAsync: LuaFunction = (address) => {
    const begun = beginCheck(client, address);
    return begun instanceof ClientFailure ? [false, begun.message] : true;
  };

  const checkUrl: LuaFunction = (address) => {
    const begun = beginCheck(client, address);
    if (begun instanceof ClientFailure) return [false, begun.message];
    const resultOf = ([, , ...results]: EventValues): LuaResult => results;
    return new AwaitingFrame("http.checkURL", begun, resultOf).wait();
  };

  const openSocket = (url: LuaValue, headers: LuaValue): [SocketCall, Begun] => {
    const call = readSocketCall(url, headers, client.limits);
    return [
      call,
      orFailure(() => client.sockets.open(call) ?? raiseAt("Too many websockets already open", 1)),
    ];
  };

  const websocket: LuaFunction = (url, headers) => {
    const [, begun] = openSocket(url, headers);
    if (begun instanceof ClientFailure) return [false, begun.message];
    return new AwaitingFrame("http.websocket", begun, resultOfSocket).wait();
  };

  const websocketAsync: LuaFunction = (url, headers) => {
    const [call, begun] = openSocket(url, headers);
    if (!(begun instanceof ClientFailure)) return true;
    client.queueEvent([SOCKET_FAILURE_EVENT, call.address, begun.message]);
    return [false, begun.message];
  };

  return [
    ...Object.entries(forms).map(([name, form]) => methodFunction(name, form)),
    ["request", native("http.request", request)],
    ["checkURL", native("http.checkURL", checkUrl)],
    ["checkURLAsync", native("http.checkURLAsync", checkUrlAsync)],
    // The server's function of the same name decides which of the two is called.
    ["websocket", websocket],
    ["websocketAsync", native("http.websocketAsync", websocketAsync)],
  ];
}

function beginRequest(client: HttpClient, call: RequestCall): Begun {
  return orFailure(() => client.request(call) ?? raiseAt("Too many ongoing HTTP requests", 1));
}

function beginCheck(client: HttpClient, address: LuaValue): Begun {
  const text = expectString(1, address);
  return orFailure(() => client.check(text) ?? raiseAt("Too many ongoing checkUrl calls", 1));
}

function orFailure(begin: () => Operation): Begun {
  try {
    return begin();
  } catch (error) {
    if (error instanceof ClientFailure) return error;
    throw error;
  }
}

/** What `http.websocket` gives: the handle, or false and the problem. */
function resultOfSocket([name, , result]: EventValues): LuaResult {
  return name === SOCKET_SUCCESS_EVENT ? result : [false, result];
}

/** What `http.get` gives: the handle, or nil, the problem and the handle if there is one. */
function resultOfRequest([name, , ...results]: EventValues): LuaResult {
  return name === SUCCESS_EVENT ? results : [undefined, ...results];
}
