/**
 * A connection that sends requests, by undici: fast, and it pipelines.
 */
import { buildConnector, Client, type Dispatcher } from "undici";
import type { LoadClient, MakeLoadClient } from "./load-client.js";

/** Makes a client for a URL that begins with http: or https:. */
export const makeHttpLoadClient: MakeLoadClient = (options, onSocket): LoadClient => {
  const { url, method, headers, body, pipelining, timeoutMs, verifiesCertificate } = options;
  const connect = buildConnector({
    timeout: timeoutMs,
    rejectUnauthorized: verifiesCertificate,
  });
  const client = new Client(url.origin, {
    pipelining,
    connect: (to, done) => {
      connect(to, (...answer: buildConnector.CallbackArgs) => {
        const [error, socket] = answer;
        if (error === null) onSocket(socket);
        done(...answer);
      });
    },
  });
  const request: Dispatcher.DispatchOptions = {
    path: `${url.pathname}${url.search}`,
    method,
    headers: headers.flat(),
    body: body?.bytes ?? null,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  };
  return {
    send: (done) => {
      let status = 0;
      client.dispatch(request, {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: () => undefined,
        onResponseEnd: () => done({ status }),
        onResponseError: (_controller, error) => {
          done({ problem: (error as NodeJS.ErrnoException).code ?? error.name });
        },
      });
    },
    destroy: () => client.destroy(),
  };
};
