/**
 * Messages of WebSockets: what one costs while it waits, queues of them, and how one is made ready
 * for an engine.
 */
import { isUtf8 } from "node:buffer";
import { raiseAt } from "@craftos-http/interpreter";
import { bytesOf, isAscii } from "../engine/byte-string.js";

/** A message that has arrived. */
export interface WebSocketMessage {
  /** A byte string. */
  readonly text: string;
  readonly isBinary: boolean;
}

/** What a message takes beside its bytes, so that a limit on bytes bounds small ones too. */
const OVERHEAD_BYTES = 64;

/** Longer strings are cheaper to copy into bytes than to have encoded natively. */
const NATIVE_STRING_CHARS_MAX = 4 * 1024;

/** Messages that wait, first in, first out. */
export class MessageQueue {
  #items: (WebSocketMessage | undefined)[] = [];
  #start = 0;
  #bytes = 0;

  /** How many wait. */
  get length(): number {
    return this.#items.length - this.#start;
  }

  /** About how many bytes they take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds one at the end. */
  push(message: WebSocketMessage): void {
    this.#items.push(message);
    this.#bytes += message.text.length + OVERHEAD_BYTES;
  }

  /** Puts one back at the front. */
  pushFirst(message: WebSocketMessage): void {
    if (this.#start > 0) this.#items[--this.#start] = message;
    else this.#items.unshift(message);
    this.#bytes += message.text.length + OVERHEAD_BYTES;
  }

  /** Takes the first. */
  shift(): WebSocketMessage | undefined {
    const message = this.#items[this.#start];
    if (message === undefined) return undefined;
    this.#items[this.#start++] = undefined;
    this.#bytes -= message.text.length + OVERHEAD_BYTES;
    if (this.#start === this.#items.length) {
      this.#items.length = this.#start = 0;
    } else if (this.#start > 1024 && this.#start * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
    return message;
  }

  /** Takes all. */
  clear(): void {
    this.#items = [];
    this.#start = this.#bytes = 0;
  }
}

/**
 * Makes a message ready for an engine.
 * @param text - a byte string
 * @param isBinary - whether it is bytes; else it must be UTF-8
 * @throws LuaError when it is not
 */
export function prepareMessage(text: string, isBinary: boolean): string | Uint8Array {
  if (text.length <= NATIVE_STRING_CHARS_MAX && isAscii(text)) return text;
  const bytes = bytesOf(text);
  if (!isBinary && !isUtf8(bytes)) {
    raiseAt("message is not valid UTF-8 (pass true as the second argument to send binary)", 1);
  }
  return bytes;
}
