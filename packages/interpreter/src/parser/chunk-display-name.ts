/**
 * How a chunk is named in messages. Invariant: the result has at most 59 characters, as in C Lua,
 * whose buffer of 60 (`LUA_IDSIZE`) ends in a zero byte.
 */

const LENGTH_MAX = 59;
const ELLIPSIS = "...";
const OPENING = '[string "';
const CLOSING = '"]';

/**
 * The name that messages give a chunk. Lua 5.2 manual §4.6 (`lua_Debug.short_src`).
 *
 * - `=name` gives `name`, cut at the end.
 * - `@path/file.lua` gives the path, cut at the front behind `...`.
 * - anything else is taken as source: `[string "first line..."]`.
 *
 * As in C, a zero byte ends the name.
 *
 * @param chunkName the chunk name as given to `load`
 */
export function chunkDisplayName(chunkName: string): string {
  const zero = chunkName.indexOf("\0");
  if (zero !== -1) return chunkDisplayName(chunkName.slice(0, zero));
  if (chunkName.startsWith("=")) return chunkName.slice(1, 1 + LENGTH_MAX);
  if (chunkName.startsWith("@")) {
    const path = chunkName.slice(1);
    if (path.length <= LENGTH_MAX) return path;
    return ELLIPSIS + path.slice(path.length - (LENGTH_MAX - ELLIPSIS.length));
  }
  const room = LENGTH_MAX - OPENING.length - ELLIPSIS.length - CLOSING.length;
  const lineEnd = chunkName.indexOf("\n");
  if (lineEnd === -1 && chunkName.length < room) return OPENING + chunkName + CLOSING;
  const firstLine = lineEnd === -1 ? chunkName : chunkName.slice(0, lineEnd);
  return OPENING + firstLine.slice(0, room) + ELLIPSIS + CLOSING;
}
