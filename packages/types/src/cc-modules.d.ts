/**
 * Declarations of the modules that `require` finds on every computer, `cc.expect` and the like. Source:
 * tweaked.cc. They are imported by their names: `import * as strings from "cc.strings"`.
 * @noSelfInFile
 */

/** Sound at one bit per sample. */
declare module "cc.audio.dfpwm" {
  /**
   * Encodes a whole sound.
   * @param pcm - amplitudes, -128 to 127
   */
  export function encode(pcm: readonly number[]): string;

  /** Decodes a whole sound. */
  export function decode(dfpwm: string): number[];

  /** Makes an encoder that goes on where the part before ended. */
  export function make_encoder(): (pcm: readonly number[]) => string;

  /** Makes a decoder that goes on where the part before ended. */
  export function make_decoder(): (dfpwm: string) => number[];
}

/** What can follow what somebody has typed, for `read`. */
declare module "cc.completion" {
  type Complete = (text: string, addSpace?: boolean) => string[];

  /**
   * Completes one of several texts.
   * @param text - what was typed
   * @param choices - the texts
   * @param addSpace - whether a space follows; false by default
   */
  export function choice(text: string, choices: readonly string[], addSpace?: boolean): string[];
  /** Completes the name of a peripheral. */
  export const peripheral: Complete;
  /** Completes a side of the computer. */
  export const side: Complete;
  /** Completes the name of a setting. */
  export const setting: Complete;
  /** Completes a command of Minecraft. */
  export const command: Complete;
}

/** Checks of arguments. */
declare module "cc.expect" {
  type TypeName = "nil" | "boolean" | "number" | "string" | "table" | "function" | "thread";

  /**
   * Checks an argument.
   * @param index - its position, from 1
   * @param value - the argument
   * @param types - what it may be
   * @returns the argument
   * @throws `bad argument #1 (string expected, got nil)`, where the function was called
   */
  export function expect<T>(index: number, value: T, ...types: TypeName[]): T;

  /**
   * Checks a field of a table.
   * @param table - the table
   * @param index - the field's key
   * @param types - what it may be
   * @returns the field's value
   */
  export function field(table: object, index: string | number, ...types: TypeName[]): unknown;

  /**
   * Checks that a number lies between two others, which it may be.
   * @returns the number
   */
  export function range(value: number, min?: number, max?: number): number;
}

/** Pictures with text, each line as `term.blit` takes it. */
declare module "cc.image.nft" {
  /** A line of a picture: text, and a hexadecimal digit for each character's colours. */
  export interface NftLine {
    text: string;
    foreground: string;
    background: string;
  }

  /** Reads a picture from a text. */
  export function parse(image: string): NftLine[];

  /**
   * Reads a picture from a file.
   * @returns the picture, or nothing and why it cannot be read
   */
  export function load(
    path: string,
  ): LuaMultiReturn<[image: NftLine[]] | [image: undefined, problem: string]>;

  /**
   * Draws a picture.
   * @param image - the picture
   * @param x - the column of its left edge, from 1
   * @param y - the row of its upper edge, from 1
   * @param target - a terminal or window; by default what `term` goes to
   */
  export function draw(image: readonly NftLine[], x: number, y: number, target?: object): void;
}

/** Documents that are laid out in a width. */
declare module "cc.pretty" {
  /** A document. `..` puts another behind it. */
  export interface Document {
    readonly tag: string;
  }

  /** How values are shown. */
  export interface PrettyOptions {
    /** Whether functions show their parameters; false by default. */
    function_args?: boolean;
    /** Whether functions show where they were defined; false by default. */
    function_source?: boolean;
  }

  /** Nothing. */
  export const empty: Document;
  /** A space. */
  export const space: Document;
  /** A line break, or nothing where its group fits on a line. */
  export const line: Document;
  /** A line break, or a space where its group fits on a line. */
  export const space_line: Document;
  /**
   * Text.
   * @param text - a line feed in it is a line break
   * @param colour - one of `colors`
   */
  export function text(text: string, colour?: number): Document;
  /** One after the other. */
  export function concat(...documents: Document[]): Document;
  /** Indents the lines of a document. */
  export function nest(depth: number, document: Document): Document;
  /** Puts a document on one line where it fits. */
  export function group(document: Document): Document;
  /** Writes a document to the terminal. */
  export function write(document: Document, ribbonFraction?: number): void;
  /** Writes a document to the terminal, and a line break. */
  export function print(document: Document, ribbonFraction?: number): void;
  /** Gives a document as text. */
  export function render(document: Document, width?: number, ribbonFraction?: number): string;
  /** Makes a document of any value. */
  export function pretty(value: unknown, options?: PrettyOptions): Document;
  /** Shows any value. */
  export function pretty_print(
    value: unknown,
    options?: PrettyOptions,
    ribbonFraction?: number,
  ): void;
}

/** A `require` and a `package` for an environment of one's own. */
declare module "cc.require" {
  /**
   * Makes them.
   * @param env - what modules have for globals
   * @param folder - where modules are looked for whose path does not begin with a slash
   */
  export function make(
    env: object,
    folder: string,
  ): LuaMultiReturn<[require: (name: string) => unknown, package: object]>;
}

/** Completes arguments of programs, for `shell.setCompletionFunction`. */
declare module "cc.shell.completion" {
  /** A shell, as programs see it. */
  type Shell = object;
  /** Completes one argument. */
  export type CompleteArgument = (
    shell: Shell,
    text: string,
    previous: string[],
    ...further: never[]
  ) => string[] | undefined;
  /** A function, what it is given beside the text, and whether it completes all further arguments. */
  export interface Argument extends ReadonlyArray<unknown> {
    readonly 0: (...args: never[]) => string[] | undefined;
    readonly many?: boolean;
  }

  /** Completes a file. */
  export function file(shell: Shell, text: string): string[];
  /** Completes a folder. */
  export function dir(shell: Shell, text: string): string[];
  /** Completes a file or folder. */
  export function dirOrFile(
    shell: Shell,
    text: string,
    previous: readonly string[],
    addSpace?: boolean,
  ): string[];
  /** Completes a program. */
  export function program(shell: Shell, text: string): string[];
  /** Completes a program and its arguments, from an argument on. */
  export function programWithArgs(
    shell: Shell,
    text: string,
    previous: readonly string[],
    starting: number,
  ): string[] | undefined;
  /** Completes a topic of `help`. */
  export function help(shell: Shell, text: string): string[];
  /** Completes one of several texts. */
  export function choice(
    shell: Shell,
    text: string,
    previous: readonly string[],
    choices: readonly string[],
    addSpace?: boolean,
  ): string[];
  /** Completes the name of a peripheral. */
  export function peripheral(shell: Shell, text: string): string[];
  /** Completes a side of the computer. */
  export function side(shell: Shell, text: string): string[];
  /** Completes the name of a setting. */
  export function setting(shell: Shell, text: string): string[];
  /** Completes a command of Minecraft. */
  export function command(shell: Shell, text: string): string[];
  /** Makes a function for `shell.setCompletionFunction` of one per argument. */
  export function build(
    ...args: (CompleteArgument | Argument | undefined)[]
  ): (shell: Shell, index: number, text: string, previous: string[]) => string[];
}

/** Text in lines and parts. */
declare module "cc.strings" {
  /**
   * Breaks a text into lines.
   * @param width - by default the terminal's
   */
  export function wrap(text: string, width?: number): string[];
  /**
   * Cuts a text, or fills it with blanks.
   * @param width - by default the terminal's
   */
  export function ensure_width(text: string, width?: number): string;
  /**
   * Gives the parts of a text between separators.
   * @param pattern - what separates
   * @param plain - whether it is no pattern; false by default
   * @param limit - how many parts at most
   */
  export function split(text: string, pattern: string, plain?: boolean, limit?: number): string[];
}
