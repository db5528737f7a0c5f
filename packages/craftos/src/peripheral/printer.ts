/**
 * A printer whose pages are appended to a file of the computer's, as text. It has paper and ink without
 * end. Source: tweaked.cc, peripheral printer.
 */
import { expectFiniteNumber, optionalString } from "@craftos-http/event-loop";
import { NO_VALUES, raiseAt, rawToString } from "@craftos-http/interpreter";
import { combinePaths } from "../files/file-path.js";
import type { FileSystem } from "../files/file-system.js";
import { type Peripheral, PeripheralProblem, type PeripheralSetup } from "./peripheral.js";

/** The size of a page. */
const WIDTH = 25;
const HEIGHT = 21;

/** What a printer that is never used up says of its paper and ink: the most that one holds. */
const LEVEL = 64;

interface Page {
  title: string;
  x: number;
  y: number;
  readonly rows: string[];
}

/**
 * Makes a printer.
 * @param setup - with the path of its file, default `printed_NAME.txt`
 */
export function makePrinter(setup: PeripheralSetup): Peripheral {
  const { access, name, options } = setup;
  const [file = `printed_${name}.txt`, ...rest] = options;
  if (rest.length > 0) throw new PeripheralProblem("A printer has one file.");
  const path = combinePaths(file);
  let page: Page | null = null;

  const current = (): Page => page ?? raiseAt("Page not started", 1);

  /** Prints the page, if there is one. Says whether that is done. */
  function endPage(): boolean {
    if (page === null) return true;
    const lines = page.rows.map((row) => row.trimEnd());
    const text = `${page.title}\n${lines.join("\n").trimEnd()}\n\f\n`;
    const append = (files: FileSystem): undefined => {
      const open = files.openForWriting(path, "append");
      open.writeAt(open.bytes(), text);
      open.close();
      return undefined;
    };
    if (typeof access.tryTo(`print /${path}`, append, undefined) === "string") return false;
    access.written(path, text);
    page = null;
    return true;
  }

  return {
    types: ["printer"],
    methods: {
      newPage: () => {
        if (!endPage()) return false;
        page = { title: "", x: 1, y: 1, rows: new Array<string>(HEIGHT).fill(" ".repeat(WIDTH)) };
        return true;
      },
      endPage: () => {
        current();
        return endPage();
      },
      write: (value) => {
        const text = rawToString(value);
        const { rows, x, y } = current();
        const row = rows[y - 1];
        const first = Math.max(0, 1 - x);
        if (row !== undefined && x <= WIDTH && first < text.length) {
          const at = x + first - 1;
          const shown = text.slice(first, first + WIDTH - at);
          rows[y - 1] = row.slice(0, at) + shown + row.slice(at + shown.length);
        }
        current().x += text.length;
        return NO_VALUES;
      },
      getCursorPos: () => [current().x, current().y],
      setCursorPos: (x, y) => {
        const column = Math.trunc(expectFiniteNumber(1, x));
        const row = Math.trunc(expectFiniteNumber(2, y));
        Object.assign(current(), { x: column, y: row });
        return NO_VALUES;
      },
      getPageSize: () => {
        current();
        return [WIDTH, HEIGHT];
      },
      setPageTitle: (title) => {
        const text = optionalString(1, title) ?? "";
        current().title = text.replaceAll("\n", " ");
        return NO_VALUES;
      },
      getInkLevel: () => LEVEL,
      getPaperLevel: () => LEVEL,
    },
  };
}
