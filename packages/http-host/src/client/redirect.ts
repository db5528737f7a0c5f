/**
 * Redirects (RFC 9110 15.4): where a response sends a request on to, and what becomes of it there.
 */
import { ClientFailure } from "./client-failure.js";
import { decodeUrl, parseHttpUrl } from "./client-url.js";
import type { IncomingResponse, OutgoingRequest } from "./transport.js";

const redirectStatuses = new Set([300, 301, 302, 303, 307, 308]);

/** Fields that speak of a body, which a request that becomes GET no longer has. */
const bodyFields = new Set([
  "content-encoding",
  "content-language",
  "content-location",
  "content-type",
  "digest",
  "last-modified",
]);

/** Fields with secrets that are for the origin that the program named. */
const secretFields = new Set(["authorization", "cookie", "proxy-authorization"]);

/**
 * Gives the request that a response asks for.
 * @param request - what was answered
 * @param response - the answer
 * @returns null when it is no redirect
 * @throws ClientFailure when it leads to something that cannot be requested
 */
export function redirectOf(
  request: OutgoingRequest,
  response: IncomingResponse,
): OutgoingRequest | null {
  if (!request.followsRedirects || !redirectStatuses.has(response.status)) return null;
  const location = headerOf(response.headers, "location");
  if (location === undefined) return null;
  const url = resolveLocation(location, request.url);
  const becomesGet = losesBody(request.method, response.status);
  const dropped = new Set([
    ...(becomesGet ? bodyFields : []),
    ...(url.origin === request.url.origin ? [] : secretFields),
  ]);
  return {
    ...request,
    url,
    method: becomesGet ? "GET" : request.method,
    body: becomesGet ? undefined : request.body,
    headers: withoutFields(request.headers, dropped),
  };
}

/** 303 is "see other"; a POST that is moved becomes GET too, as every browser has it. */
function losesBody(method: string, status: number): boolean {
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return method === "POST" && (status === 301 || status === 302);
}

function resolveLocation(location: string, base: URL): URL {
  const decoded = decodeUrl(location);
  if (!URL.canParse(decoded, base.href)) throw new ClientFailure("URL malformed");
  return parseHttpUrl(new URL(decoded, base.href).href);
}

function headerOf(headers: readonly string[], lowerCase: string): string | undefined {
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (headers[index]!.toLowerCase() === lowerCase) return headers[index + 1];
  }
  return undefined;
}

function withoutFields(headers: readonly string[], dropped: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (!dropped.has(headers[index]!.toLowerCase()))
      kept.push(headers[index]!, headers[index + 1]!);
  }
  return kept;
}
