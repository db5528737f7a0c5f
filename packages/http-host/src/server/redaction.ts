/**
 * Which headers are kept out of a recording, and their values: what a program does with one, such as
 * printing it, must not bring it back into the recording.
 */

/** What stands in a recording in place of a secret. */
export const REDACTED = "[redacted]";

/** Shorter values are not looked for: they would be found in what has nothing to do with them. */
const VALUE_BYTES_MIN = 8;
/** How many values are looked for, the latest: each costs a search of everything that goes out. */
const VALUES_MAX = 64;

/** Names of headers, in lower case, with the values that they have had. */
export class Redaction extends Set<string> {
  readonly #values = new Set<string>();

  /**
   * Takes a value that is kept out.
   * @param value - the value of one of these headers
   * @returns what stands in its place
   */
  conceal(value: string): string {
    this.#remember(value);
    // RFC 9110 11.4: credentials are a scheme and what is secret.
    const [, credentials] = /^\S+ +(\S+)$/.exec(value) ?? [];
    if (credentials !== undefined) this.#remember(credentials);
    return REDACTED;
  }

  /**
   * Keeps what was concealed out of a text too.
   * @param text - any; what a program sends or prints
   */
  redactText(text: string): string {
    let redacted = text;
    for (const value of this.#values) {
      if (redacted.includes(value)) redacted = redacted.replaceAll(value, REDACTED);
    }
    return redacted;
  }

  #remember(value: string): void {
    if (value.length < VALUE_BYTES_MIN || value === REDACTED) return;
    this.#values.delete(value);
    this.#values.add(value);
    if (this.#values.size <= VALUES_MAX) return;
    for (const oldest of this.#values) {
      this.#values.delete(oldest);
      break;
    }
  }
}
