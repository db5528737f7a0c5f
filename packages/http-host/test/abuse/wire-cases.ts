/**
 * What a hostile or broken client may send, made from a seed: valid requests in a row, mutated, cut into
 * pieces anywhere, or no requests at all. The same seed gives the same bytes and the same pieces.
 */
import { SeededRandom } from "@craftos-http/event-loop/testing";

/** A client's whole life. */
export interface WireCase {
  readonly seed: number;
  /** What is sent, byte strings, each in a turn of its own. */
  readonly pieces: readonly string[];
  /** The requests as they were before anything was done to them, in order. */
  readonly requests: readonly { readonly target: string; readonly body: string }[];
  /** Whether the bytes are those of the requests, all of them and no others. */
  readonly isValid: boolean;
  /** Whether the client drops the connection at the end; else it closes its side, and reads on. */
  readonly leaves: boolean;
}

/** One of several. */
function oneOf<T>(chance: SeededRandom, choices: readonly T[]): T {
  return choices[chance.below(choices.length)]!;
}

function someBytes(chance: SeededRandom, count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(chance.below(256))).join("");
}

/** What parsers stumble over. */
const SPLINTERS = [
  ...["\r\n", "\n", "\r", "\r\n\r\n", "\0", " ", "\t", ":", ",", ";", "0\r\n\r\n", "\x7f", "\xff"],
  ...["Content-Length: 5\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n"],
  ...["Transfer-Encoding: xchunked\r\n", "Host: b\r\n", "Connection: close\r\n", ": x\r\n"],
  ...["Upgrade: websocket\r\nConnection: Upgrade\r\n", "Upgrade: h2c\r\nConnection: upgrade\r\n"],
  ...["Expect: 100-continue\r\n", " folded\r\n", "HTTP/1.0", "HTTP/1.1", "FFFFFFFFFFFFFFFF\r\n"],
];

/** Makes the case of a seed. */
export function wireCase(seed: number): WireCase {
  const chance = new SeededRandom(seed);
  const leaves = chance.below(4) === 0;
  if (chance.below(8) === 0) {
    const bytes = someBytes(chance, chance.below(400));
    return { seed, pieces: pieces(chance, bytes), requests: [], isValid: false, leaves };
  }
  const count = 1 + chance.below(4);
  const made = Array.from({ length: count }, (_, index) => request(chance, `/${seed}-${index}`));
  let bytes = made.map((one) => one.bytes).join("");
  const mutations = chance.below(2) === 0 ? 0 : 1 + chance.below(3);
  const original = bytes;
  for (let left = mutations; left > 0; left--) bytes = mutate(chance, bytes);
  const requests = made.map(({ target, body }) => ({ target, body }));
  return { seed, pieces: pieces(chance, bytes), requests, isValid: bytes === original, leaves };
}

function request(chance: SeededRandom, path: string) {
  const target = chance.below(3) === 0 ? `${path}?later` : path;
  const kind = chance.below(5);
  const method = kind < 2 ? "GET" : oneOf(chance, ["POST", "PUT", "DELETE"]);
  const extra = chance.below(3) === 0 ? `X-Filler: ${"y".repeat(chance.below(300))}\r\n` : "";
  const head = `${method} ${target} HTTP/1.1\r\nHost: a\r\n${extra}`;
  if (kind < 2) {
    const upgrade = "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n";
    return { target, body: "", bytes: `${head}${chance.below(6) === 0 ? upgrade : ""}\r\n` };
  }
  // A body that is taken for a request would be noticed.
  const hidden = `GET ${path}-hidden HTTP/1.1\r\nHost: a\r\n\r\n`;
  const body = chance.below(2) === 0 ? hidden : someBytes(chance, chance.below(200));
  if (kind < 4) {
    return { target, body, bytes: `${head}Content-Length: ${body.length}\r\n\r\n${body}` };
  }
  const middle = chance.below(body.length + 1);
  const chunks = [body.slice(0, middle), body.slice(middle), ""]
    .filter((chunk, index) => chunk !== "" || index === 2)
    .map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  return { target, body, bytes: `${head}Transfer-Encoding: chunked\r\n\r\n${chunks.join("")}` };
}

function mutate(chance: SeededRandom, bytes: string): string {
  const at = chance.below(bytes.length + 1);
  const length = 1 + chance.below(20);
  const [before, after] = [bytes.slice(0, at), bytes.slice(at)];
  switch (chance.below(6)) {
    case 0:
      return before + someBytes(chance, length) + after.slice(length);
    case 1:
      return before + after.slice(length);
    case 2:
      return before + after.slice(0, length) + after;
    case 3:
      return before + oneOf(chance, SPLINTERS) + after;
    case 4:
      return before; // the rest never comes
    default:
      return before + String.fromCharCode(chance.below(256)) + after.slice(1);
  }
}

/** Cuts bytes into pieces: one, a few, or every byte alone. */
function pieces(chance: SeededRandom, bytes: string): string[] {
  const how = chance.below(4);
  if (how === 0 && bytes.length < 600) return Array.from(bytes);
  const cuts = how < 2 ? 0 : 1 + chance.below(6);
  const places = Array.from({ length: cuts }, () => chance.below(bytes.length + 1));
  const borders = [0, ...places.sort((a, b) => a - b), bytes.length];
  return borders.slice(1).map((end, index) => bytes.slice(borders[index], end));
}
