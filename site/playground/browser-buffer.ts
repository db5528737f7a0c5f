/**
 * The part of Node's `Buffer` that the HTTP host uses, where there is none: bytes of byte strings, and
 * back. Loaded before everything else in the worker.
 */

class BrowserBuffer extends Uint8Array {
  static fromText(text: string, encoding: string): Uint8Array {
    if (encoding !== "latin1") return new TextEncoder().encode(text);
    return BrowserBuffer.from(text, (character) => character.charCodeAt(0));
  }

  latin1Slice(start = 0, end = this.length): string {
    let text = "";
    for (let i = start; i < end; i++) text += String.fromCharCode(this[i] ?? 0);
    return text;
  }
}

Object.assign(globalThis, {
  Buffer: {
    prototype: BrowserBuffer.prototype,
    from: (text: string, encoding = "utf8") => BrowserBuffer.fromText(text, encoding),
    byteLength: (text: string) => new TextEncoder().encode(text).length,
  },
});
