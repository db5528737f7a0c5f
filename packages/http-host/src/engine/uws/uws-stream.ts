/**
 * Streaming on uWebSockets.js. Its `write` keeps what the socket does not take, says so only
 * by returning false, and sends what it kept only when something else is written. So after a false
 * nothing is written before the socket is writable, and then one byte first, to see whether all that
 * was kept is gone: what the native layer keeps stays below one piece.
 */
import type { StreamTransport } from "../response-stream.js";
import type { NativeResponse } from "./uws-binding.js";

/** What a stream needs of its exchange. */
export interface UwsStreamOwner {
  /** The native response. */
  readonly response: NativeResponse;
  /** Runs a function at once, with its writes corked. */
  corked(write: () => void): void;
  /** Ends the response, now or soon: the transport is not used any more. */
  endStream(): void;
  /** Closes the connection. */
  drop(): void;
}

const nothing = (): undefined => undefined;

/** Carries one streamed response. */
export class UwsStreamTransport implements StreamTransport {
  private readonly owner: UwsStreamOwner;
  /** The native layer may keep bytes; known when a write succeeds. */
  private mayKeepBytes = false;
  /** What is left of a piece of which only a byte was handed over. */
  private rest: Uint8Array | undefined = undefined;

  /**
   * Makes the transport of a response whose head has been written.
   *
   * @param owner the exchange
   * @param onReady called when more can be sent after `sendPiece` has returned false
   */
  constructor(owner: UwsStreamOwner, onReady: () => void) {
    this.owner = owner;
    owner.response.onWritable(() => {
      if (this.rest === undefined) owner.response.cork(nothing);
      else if (!this.sendRest(this.rest)) return true;
      onReady();
      return true;
    });
  }

  sendPiece(bytes: Uint8Array): boolean {
    if (this.mayKeepBytes) return this.sendRest(bytes);
    const isSent = this.owner.response.write(bytes);
    this.mayKeepBytes = !isSent;
    return isSent;
  }

  together(send: () => void): void {
    this.owner.corked(send);
  }

  finish(): void {
    this.owner.endStream();
  }

  drop(): void {
    this.owner.drop();
  }

  /** One byte first; the others when that was taken. */
  private sendRest(bytes: Uint8Array): boolean {
    const { response } = this.owner;
    this.rest = undefined;
    if (!response.write(bytes.subarray(0, 1))) {
      if (bytes.length > 1) this.rest = bytes.subarray(1);
      return false;
    }
    this.mayKeepBytes = false;
    return bytes.length === 1 || this.sendPiece(bytes.subarray(1));
  }
}
