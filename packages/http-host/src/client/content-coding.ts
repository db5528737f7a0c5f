/**
 * Content codings (RFC 9110 8.4): a response's body as it was before the server packed it. As in CC:
 * Tweaked it is unpacked whether the program asked for that or not, and the header fields that speak
 * of the packed body are replaced.
 */
import { promisify } from "node:util";
import { ClientFailure } from "./client-failure.js";

interface SizeLimit {
  readonly maxOutputLength: number;
}

type Decoder = (body: Buffer, options: SizeLimit) => Promise<Buffer>;

/** The form that these functions have in common. */
type Unpack = (
  body: Buffer,
  options: SizeLimit,
  callback: (error: Error | null, result: Buffer) => void,
) => void;

/** The functions of node:zlib that are used here; it is loaded for the first body that needs it. */
type Inflater = "gunzip" | "inflate" | "inflateRaw" | "brotliDecompress";

function decoderOf(name: Inflater): Decoder {
  return (body, options) => {
    const decode: Unpack = process.getBuiltinModule("node:zlib")[name];
    return promisify(decode)(body, options);
  };
}

const inflate = decoderOf("inflate");
const inflateRaw = decoderOf("inflateRaw");

const decoders = new Map<string, Decoder>([
  ["gzip", decoderOf("gunzip")],
  ["x-gzip", decoderOf("gunzip")],
  // Servers have always disagreed about what "deflate" is; a zlib header begins with 8.
  ["deflate", (body, options) => (isZlib(body) ? inflate : inflateRaw)(body, options)],
  ["br", decoderOf("brotliDecompress")],
]);

function isZlib(body: Buffer): boolean {
  return (body[0]! & 0x0f) === 8;
}

/** A body, and the header fields that go with it. */
export interface DecodedBody {
  /** The body. */
  readonly body: Buffer;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
}

/**
 * Unpacks a body.
 * @param body - as it came
 * @param headers - name, value, name, value, as they came
 * @param bytesMax - most bytes that it may have
 * @throws ClientFailure `Response is too large`, `Response is not valid gzip`
 */
export async function decodeBody(
  body: Buffer,
  headers: readonly string[],
  bytesMax: number,
): Promise<DecodedBody> {
  const coding = codingOf(headers);
  const decode = coding === null ? undefined : decoders.get(coding);
  if (decode === undefined || body.length === 0) return { body, headers };
  try {
    const decoded = await decode(body, { maxOutputLength: bytesMax });
    return { body: decoded, headers: headersOfDecoded(headers, decoded.length) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new ClientFailure("Response is too large", { cause: error });
    }
    throw new ClientFailure(`Response is not valid ${coding}`, { cause: error });
  }
}

/** The coding in lower case; null when there is none. */
function codingOf(headers: readonly string[]): string | null {
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (headers[index]!.toLowerCase() === "content-encoding") {
      return headers[index + 1]!.trim().toLowerCase();
    }
  }
  return null;
}

function headersOfDecoded(headers: readonly string[], length: number): readonly string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index]!.toLowerCase();
    if (name === "content-encoding" || name === "content-length") continue;
    kept.push(headers[index]!, headers[index + 1]!);
  }
  return [...kept, "Content-Length", String(length)];
}
