/**
 * A monitor that nobody sees: a screen of its own that programs draw on. Nobody touches it, so there is no
 * event `monitor_touch`. Source: tweaked.cc, peripheral monitor.
 */
import { type Computer, expectFiniteNumber } from "@craftos-http/event-loop";
import { NO_VALUES, raiseAt } from "@craftos-http/interpreter";
import { Screen } from "../term/screen.js";
import { type Canvas, canvasMethods } from "../term/term-library.js";
import { type Peripheral, PeripheralProblem, type PeripheralSetup } from "./peripheral.js";

/** The largest monitor, in blocks. */
const BLOCKS_MAX = { width: 8, height: 6 };

/** A monitor about as large as a computer's own screen. */
const DEFAULT_BLOCKS = "4x3";

const SCALE_MIN = 0.5;
const SCALE_MAX = 5;

/** What is round the picture, and a character, in blocks at a scale of 1. */
const FRAME = 2 * (2 / 16 + 0.5 / 16);
const CHARACTER = { width: 6 / 64, height: 9 / 64 };

/**
 * Makes a monitor.
 * @param setup - with its size in blocks, such as `4x3`
 * @throws PeripheralProblem
 */
export function makeMonitor(setup: PeripheralSetup): Peripheral {
  const { computer, name, options } = setup;
  const [size = DEFAULT_BLOCKS, ...rest] = options;
  const [, wide, high] = /^(\d)x(\d)$/.exec(size) ?? [];
  const [width, height] = [Number(wide), Number(high)];
  const isSize =
    width >= 1 && height >= 1 && width <= BLOCKS_MAX.width && height <= BLOCKS_MAX.height;
  if (!isSize || rest.length > 0) {
    throw new PeripheralProblem(
      `A monitor has a size in blocks, 1x1 to ${BLOCKS_MAX.width}x${BLOCKS_MAX.height}, and not '${options.join(",")}'.`,
    );
  }
  let scale = 1;
  const characters = (blocks: number, character: number): number =>
    Math.max(1, Math.round((blocks - FRAME) / (scale * character)));
  const columns = (): number => characters(width, CHARACTER.width);
  const rows = (): number => characters(height, CHARACTER.height);
  const screen = new Screen(columns(), rows());

  return {
    types: ["monitor"],
    methods: {
      ...canvasMethods(canvasOf(screen)),
      setTextScale: (value) => {
        const wanted = Math.floor(expectFiniteNumber(1, value) * 2) / 2;
        if (wanted < SCALE_MIN || wanted > SCALE_MAX) raiseAt("Expected number in range 0.5-5", 1);
        scale = wanted;
        resize(screen, columns(), rows(), computer, name);
        return NO_VALUES;
      },
      getTextScale: () => scale,
    },
  };
}

function resize(
  screen: Screen,
  width: number,
  height: number,
  computer: Computer,
  name: string,
): void {
  if (width === screen.width && height === screen.height) return;
  screen.resize(width, height);
  computer.queueEvent(["monitor_resize", name]);
}

function canvasOf(screen: Screen): Canvas {
  return {
    screen,
    write: (text) => {
      screen.write(text);
    },
    blit: (text, foreground, background) => {
      screen.put(text, foreground, background);
    },
    clear: () => {
      screen.clear();
    },
    clearLine: () => {
      screen.clearRow(screen.cursorY);
    },
    scroll: (count) => {
      screen.scroll(count);
    },
  };
}
