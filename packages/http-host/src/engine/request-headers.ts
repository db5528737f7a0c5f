/**
 * A request's header fields: an immutable view on the pairs that arrived, merged on first use.
 * Names compare without regard to case and are given in canonical case; a name that was sent more
 * than once has its values joined (RFC 9110 5.3).
 */
import { canonicalHeaderName } from "./header-names.js";

/** The header fields of one request. */
export class RequestHeaders implements Iterable<[name: string, value: string]> {
  /** Name, value, name, value, as they arrived. */
  readonly pairs: readonly string[];
  private merged: Map<string, string> | undefined;

  /**
   * Wraps the pairs; nothing is merged yet.
   *
   * @param pairs name, value, name, value, as they arrived: names in any case, values byte strings
   */
  constructor(pairs: readonly string[]) {
    this.pairs = pairs;
  }

  /** How many different names there are. */
  get size(): number {
    return this.merge().size;
  }

  /**
   * Looks a field up.
   *
   * @param name its name in any case
   * @returns its value, all of them joined if it came several times; undefined if it did not come
   */
  get(name: string): string | undefined {
    return this.merge().get(name.toLowerCase());
  }

  /**
   * Walks through the fields in the order in which their names first came.
   *
   * @returns for each field its name in canonical case and its value
   */
  *[Symbol.iterator](): Iterator<[name: string, value: string]> {
    for (const [lowerCase, value] of this.merge()) yield [canonicalHeaderName(lowerCase), value];
  }

  private merge(): Map<string, string> {
    if (this.merged !== undefined) return this.merged;
    const merged = new Map<string, string>();
    for (let index = 0; index + 1 < this.pairs.length; index += 2) {
      const name = (this.pairs[index] ?? "").toLowerCase();
      const value = this.pairs[index + 1] ?? "";
      const earlier = merged.get(name);
      if (earlier === undefined) {
        merged.set(name, value);
      } else {
        // RFC 6265 5.4: the parts of a cookie string are separated by semicolons.
        merged.set(name, earlier + (name === "cookie" ? "; " : ", ") + value);
      }
    }
    this.merged = merged;
    return merged;
  }
}
