/**
 * What is asked of the servers, and the check that their answers are right.
 */

/** One kind of request. */
export interface Workload {
  readonly name: "hello" | "echo";
  readonly title: string;
  readonly path: string;
  /** Bytes sent with each request; 0 for a GET. */
  readonly bodyBytes: number;
  /** Whether every request has another body, as far as the load generator can. */
  readonly isVaried?: boolean;
}

/** What a server answers to the hello request. */
export const greeting = "Hello, world!";

/** Both workloads, in the order of the tables. */
export const workloads: readonly Workload[] = [
  { name: "hello", title: "Hello: GET, 13 bytes back", path: "/", bodyBytes: 0 },
  { name: "echo", title: "Echo: POST, 1 KiB there and back", path: "/echo", bodyBytes: 1024 },
];

/**
 * Asks a server once and compares the answer byte for byte.
 *
 * @throws Error if it is wrong
 */
export async function checkAnswer(workload: Workload, port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}${workload.path}`;
  const sent = Uint8Array.from({ length: workload.bodyBytes }, (_, index) => index % 256);
  const request = workload.bodyBytes === 0 ? {} : { method: "POST", body: sent };
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(5000) });
  const body = Buffer.from(await response.arrayBuffer());
  const expected = workload.bodyBytes === 0 ? Buffer.from(greeting) : Buffer.from(sent);
  if (response.status !== 200 || !body.equals(expected)) {
    throw new Error(`wrong answer to ${workload.name}: ${response.status}, ${body.length} bytes`);
  }
}
