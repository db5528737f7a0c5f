/**
 * A screen's colours in the words of terminals: as they are, or the nearest that a terminal has. Source:
 * ECMA-48 8.3.117 (SGR), xterm's control sequences.
 */
import type { Rgb } from "@craftos-http/craftos";

/** How many bits a terminal has for a colour; 1 for none. As Node's `getColorDepth`. */
export type ColorDepth = 1 | 4 | 8 | 24;

/** The sixteen colours that terminals have had first, as xterm shows them: 0xRRGGBB. */
const SIXTEEN = [
  ...[0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5],
  ...[0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff],
];

/** The steps of each part of a colour in a cube of 216. */
const CUBE_STEPS = [0, 95, 135, 175, 215, 255];

type Bytes = readonly [red: number, green: number, blue: number];

function bytesOf([red, green, blue]: Rgb): Bytes {
  const byte = (part: number): number => Math.round(Math.min(1, Math.max(0, part)) * 255);
  return [byte(red), byte(green), byte(blue)];
}

function distance(a: Bytes, b: Bytes): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}

/** Which of some colours is nearest to one. */
function nearest(color: Bytes, colors: readonly Bytes[]): number {
  let best = 0;
  for (const [index, candidate] of colors.entries()) {
    if (distance(color, candidate) < distance(color, colors[best] ?? candidate)) best = index;
  }
  return best;
}

const SIXTEEN_BYTES = SIXTEEN.map((rgb): Bytes => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]);

const CUBE_AND_GREYS: readonly Bytes[] = [
  ...CUBE_STEPS.flatMap((red) =>
    CUBE_STEPS.flatMap((green) => CUBE_STEPS.map((blue): Bytes => [red, green, blue])),
  ),
  ...Array.from({ length: 24 }, (_, index): Bytes => {
    const grey = 8 + 10 * index;
    return [grey, grey, grey];
  }),
];

/** How bright a colour is. ITU-R BT.601. */
function brightness([red, green, blue]: Rgb): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/**
 * Gives the sequence that sets both colours, whatever was set before.
 * @param front - the colour of characters
 * @param back - the colour behind them
 * @param depth - what the terminal can show
 */
export function colorSequence(front: Rgb, back: Rgb, depth: ColorDepth): string {
  return `\x1b[${parameters(front, back, depth).join(";")}m`;
}

function parameters(front: Rgb, back: Rgb, depth: ColorDepth): readonly number[] {
  const [text, behind] = [bytesOf(front), bytesOf(back)];
  switch (depth) {
    case 24:
      return [38, 2, ...text, 48, 2, ...behind];
    case 8:
      return [
        38,
        5,
        16 + nearest(text, CUBE_AND_GREYS),
        48,
        5,
        16 + nearest(behind, CUBE_AND_GREYS),
      ];
    case 4: {
      const [a, b] = [nearest(text, SIXTEEN_BYTES), nearest(behind, SIXTEEN_BYTES)];
      return [a < 8 ? 30 + a : 82 + a, b < 8 ? 40 + b : 92 + b];
    }
    case 1:
      // Without colours, what is dark on bright can still be told from what is bright on dark.
      return brightness(back) > brightness(front) ? [0, 7] : [0];
  }
}
