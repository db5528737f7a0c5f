/**
 * The command as a function, called with streams of the test's own.
 */
import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";
import { main } from "../src/main.js";

/** What a call came to. */
export interface MainEnd {
  readonly status: number;
  readonly out: string;
  readonly errors: string;
}

/** What a call is given beside its arguments. */
export interface MainInput {
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed. */
  readonly stdin?: string;
}

/** Calls the command and waits for its end. */
export async function runMain(
  args: readonly string[],
  { env = {}, stdin = "" }: MainInput = {},
): Promise<MainEnd> {
  let [out, errors] = ["", ""];
  const process = Object.assign(new EventEmitter(), {
    env,
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: collector((text) => (out += text)),
    stderr: collector((text) => (errors += text)),
    exit: (status: number) => {
      throw new Error(`left with ${status}`);
    },
  });
  const status = await main(args, process);
  return { status, out, errors };
}

function collector(add: (text: string) => void): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      add(chunk.toString());
      done();
    },
  });
}
