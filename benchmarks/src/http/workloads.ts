/**
 * What is asked of the servers, and the check that their answers are right.
 */

/** One kind of request. */
export interface Workload {
  readonly name: "hello" | "echo" | "json";
  readonly title: string;
  readonly path: string;
  /** ASCII text sent with each request; "" for a GET. */
  readonly body: string;
  /** Whether every request has another body, as far as the load generator can. */
  readonly isVaried?: boolean;
  /** What is sent to see whether answers are right, and what must come back, byte for byte. */
  readonly check: Readonly<Record<"sent" | "expected", Uint8Array>>;
}

/** What a server answers to the hello request. */
export const greeting = "Hello, world!";

const everyByte = Uint8Array.from({ length: 1024 }, (_, index) => index % 256);

/** The document of the JSON request: 1 KiB of records with text, numbers and lists. */
const order = {
  count: 1,
  items: Array.from({ length: 18 }, (_, index) => ({
    id: index,
    name: `item ${index}`,
    price: index * 1.5,
    tags: ["a", "b"],
  })),
};

const encoder = new TextEncoder();

/** All of them, in the order of the tables. */
export const workloads: readonly Workload[] = [
  {
    name: "hello",
    title: "Hello: GET, 13 bytes back",
    path: "/",
    body: "",
    check: { sent: new Uint8Array(), expected: encoder.encode(greeting) },
  },
  {
    name: "echo",
    title: "Echo: POST, 1 KiB there and back",
    path: "/echo",
    body: "x".repeat(everyByte.length),
    check: { sent: everyByte, expected: everyByte },
  },
  {
    name: "json",
    title: "JSON: POST, 1 KiB read, one number in it changed, written and sent back",
    path: "/json",
    body: JSON.stringify(order),
    check: {
      sent: encoder.encode(JSON.stringify(order)),
      expected: encoder.encode(JSON.stringify({ ...order, count: order.count + 1 })),
    },
  },
];

/**
 * Asks a server once and compares the answer byte for byte.
 *
 * @throws Error if it is wrong
 */
export async function checkAnswer({ name, path, check }: Workload, port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}${path}`;
  const request = check.sent.length === 0 ? {} : { method: "POST", body: check.sent };
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(5000) });
  const body = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200 || !body.equals(check.expected)) {
    throw new Error(`wrong answer to ${name}: ${response.status}, ${body.length} bytes`);
  }
}
