/**
 * `cc.audio.dfpwm`. Expected: tweaked.cc, cc.audio.dfpwm, and what ffmpeg 5.1 (`-f s8`, `-f dfpwm`) made of
 * the same samples.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const samples = `local pcm = {}
  for i = 0, 255 do
    local step = math.floor(i / 40) % 2 == 1 and 30 or -27
    pcm[i + 1] = math.max(-128, math.min(127, math.floor(100 * math.sin(i / 9) + step)))
  end
  local dfpwm = require("cc.audio.dfpwm") `;

const encoded = "f8ff7f000080feffff7f000000d4feffbf4a2088a0dddfab021388eafeffac22";
const decodedStart = "-1 -2 -3 -2 -1 0 1 2 3 5 7 9 11 13 15 17 19 21 23 25 27 29 32 32";
const decodedEnd = "96 72 64 67 62 55 49 44 39 34 30 14 -2 -4 -5 -16";

test("encode() and decode() convert a whole sound", () => {
  const output = outputOf(`${samples} local data = dfpwm.encode(pcm)
    print((data:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)))
    local back = dfpwm.decode(data)
    print(#back) print(table.concat(back, " ", 1, 24)) print(table.concat(back, " ", 241))`);
  expect(output).toBe(`${encoded}\n256\n${decodedStart}\n${decodedEnd}\n`);
});

test("encoders and decoders go on where the part before ended", () => {
  const output = outputOf(`${samples} local whole = dfpwm.encode(pcm)
    local encoder, decoder, parts, back = dfpwm.make_encoder(), dfpwm.make_decoder(), {}, {}
    for at = 1, 256, 64 do parts[#parts + 1] = encoder({ table.unpack(pcm, at, at + 63) }) end
    print(table.concat(parts) == whole)
    for _, part in ipairs(parts) do back[#back + 1] = table.concat(decoder(part), " ") end
    print(table.concat(back, " ") == table.concat(dfpwm.decode(whole), " "))
    print(#dfpwm.encode({ 1 }), #dfpwm.encode({}), #dfpwm.decode(""))`);
  expect(output).toBe("true\ntrue\n1\t0\t0\n");
});

test("what is no sound is refused", () => {
  const output = outputOf(`${samples}
    print(pcall(dfpwm.encode, { 0, 128 })) print(pcall(dfpwm.encode)) print(pcall(dfpwm.decode))
    print(pcall(dfpwm.make_encoder(), "x")) print(pcall(dfpwm.make_decoder(), {}))`);
  expect(output).toBe(
    "false\tAmplitude at position 2 was 128, but should be between -128 and 127\n" +
      "false\tbad argument #1 (table expected, got nil)\nfalse\tbad argument #1 (string expected, got nil)\n" +
      "false\tbad argument #1 (table expected, got string)\nfalse\tbad argument #1 (string expected, got table)\n",
  );
});
