/**
 * `textutils.urlEncode`. Source: tweaked.cc, textutils.urlEncode; HTML 4.01 §17.13.4.1.
 */

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/**
 * Writes text so that it can stand in a URL or a form: spaces as `+`, line ends as CR LF, other
 * bytes as `%XX`.
 * CC: a byte past 127 is taken for a character of its own and written as UTF-8.
 * @param text - a byte string
 */
export function urlEncode(text: string): string {
  return text
    .replaceAll("\n", "\r\n")
    .replaceAll(/[^A-Za-z0-9 \-_.]/g, (character) => {
      const code = character.charCodeAt(0);
      if (code < 128) return percent(code);
      return percent(0xc0 | (code >> 6)) + percent(0x80 | (code & 0x3f));
    })
    .replaceAll(" ", "+");
}
