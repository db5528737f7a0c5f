/**
 * Single requests on connections of their own. Bodies are byte strings.
 */
import { onTestFinished } from "vitest";
import { RawClient, type RawResponse } from "../engine/raw-client.js";

/** Opens a connection that is closed after the test. */
export async function connect(port: number): Promise<RawClient> {
  const client = await RawClient.connect(port);
  onTestFinished(() => {
    client.close();
  });
  return client;
}

/** Sends a request without a body and reads the response. */
export async function get(
  port: number,
  target = "/",
  fields: readonly string[] = [],
  method = "GET",
): Promise<RawResponse> {
  const client = await connect(port);
  await client.request(`${method} ${target}`, fields);
  const response = await client.response(method);
  client.close();
  return response;
}

/** Sends a request with a body and reads the response. */
export async function post(
  port: number,
  target: string,
  body: string,
  fields: readonly string[] = [],
): Promise<RawResponse> {
  const client = await connect(port);
  await client.request(`POST ${target}`, [`Content-Length: ${body.length}`, ...fields], body);
  const response = await client.response("POST");
  client.close();
  return response;
}
