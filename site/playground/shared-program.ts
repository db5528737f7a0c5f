/**
 * A program in the fragment of an address, so that it can be sent to somebody; no server ever sees it.
 * Compressed, and in the alphabet that addresses leave alone.
 */

const PREFIX = "#lua=";

/** Programs in addresses are at most so long, uncompressed: an address is not to be a bomb. */
const PROGRAM_MAX = 200_000;

async function pass(
  bytes: BlobPart,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(through);
  const reader = stream.getReader();
  const parts: BlobPart[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > PROGRAM_MAX) throw new RangeError("the program is too long");
    parts.push(read.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/**
 * Writes a program into a fragment.
 * @param program - its text
 */
export async function toFragment(program: string): Promise<string> {
  const bytes = await pass(program, new CompressionStream("deflate-raw"));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return PREFIX + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Reads a program from a fragment.
 * @param fragment - with its `#`
 * @returns undefined when there is none, or none that can be read
 */
export async function fromFragment(fragment: string): Promise<string | undefined> {
  if (!fragment.startsWith(PREFIX)) return undefined;
  try {
    const text = atob(fragment.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return new TextDecoder().decode(await pass(bytes, new DecompressionStream("deflate-raw")));
  } catch {
    return undefined;
  }
}
