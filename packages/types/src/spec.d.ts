/**
 * Declarations of what tests have that `craftos-http test` runs: its globals, and the module
 * `craftos.simulation`. They are in scope in files whose names end in `.test.ts` or `_spec.ts` and the like; an
 * editor is told by `/// <reference types="@craftos-http/types/spec" />`.
 */

/* eslint-disable @typescript-eslint/no-invalid-void-type -- TypeScriptToLua's sign for a function without self */

/** A field that was replaced. */
interface CraftosStub {
  /** Puts back what was there; otherwise that is done when the test is over. */
  revert(this: this): void;
}

/** An expectation. Each of its methods fails the test, or gives the expectation again. */
interface CraftosExpectation {
  /** It is the same value. */
  eq(this: this, value: unknown): this;
  /** See {@link eq}. */
  equals(this: this, value: unknown): this;
  /** See {@link eq}. */
  equal(this: this, value: unknown): this;
  /** It is another value. */
  ne(this: this, value: unknown): this;
  /** See {@link ne}. */
  not_equals(this: this, value: unknown): this;
  /** See {@link ne}. */
  not_equal(this: this, value: unknown): this;
  /** It is a table with the same contents. */
  same(this: this, value: unknown): this;
  /** It is a table with at least these contents. */
  matches(this: this, value: unknown): this;
  /** It is of a type, as Lua's `type` names it. */
  type(this: this, name: string): this;
  /** It is a string that matches a pattern of Lua's. */
  str_match(this: this, pattern: string): this;
  /** It is a stub that was called: so often, if that is said. */
  called(this: this, times?: number): this;
  /** It is a stub that was called with these arguments. */
  called_with(this: this, ...args: unknown[]): this;
  /** It is a stub that was called with arguments that match these. */
  called_with_matching(this: this, ...args: unknown[]): this;
  /** Puts a text in front of the message. */
  describe(this: this, text: string): this;
}

/** Groups tests. */
declare function describe(this: void, name: string, body: (this: void) => void): void;
/** A test. */
declare function it(this: void, name: string, body: (this: void) => void): void;
/** A test that is to be written. */
declare function pending(this: void, name: string): void;
/** Runs before each test of the group. */
declare function before_each(this: void, body: (this: void) => void): void;
/** Runs after each test of the group. */
declare function after_each(this: void, body: (this: void) => void): void;
/** Fails the test. */
declare function fail(this: void, message: string): never;
/** Replaces a field until the test is over; without a value by a function that does nothing. */
declare function stub<T extends object, K extends keyof T & string>(
  this: void,
  table: T,
  key: K,
  value?: T[K],
): CraftosStub;

/** Makes expectations. */
declare const expect: {
  /** About a value. */
  (this: void, value: unknown): CraftosExpectation;
  /** About the error of a call. */
  error<A extends unknown[]>(
    this: void,
    fn: (this: void, ...args: A) => unknown,
    ...args: A
  ): CraftosExpectation;
};

/** Computers beside the test, in the same virtual time. */
declare module "craftos.simulation" {
  /** What a computer is made with. */
  interface SimulationOptions {
    /** The path of its program, in Lua or TypeScript. */
    program?: string;
    /** Its program, in place of a file. */
    source?: string;
    /** What the program gets as `...`. */
    args?: string[];
    /** Files beside those of the folder, by path. */
    files?: Record<string, string>;
    /** The seed of `math.random`. */
    seed?: number;
    /** The date at the start, in seconds since 1970. */
    startTime?: number;
    /** How long the program may run without waiting, in seconds. */
    yieldTimeout?: number;
    /** How long an answer may take, in seconds. */
    responseTimeout?: number;
  }

  /** A request to a simulated program. */
  interface SimulatedRequest {
    /** Default GET. */
    method?: string;
    /** With a query; default `/`. */
    path?: string;
    /** The header fields. */
    headers?: Record<string, string>;
    /** What it has in it. */
    body?: string;
    /** Default the first that is open. */
    port?: number;
    /** The client's address. */
    address?: string;
  }

  /** What becomes of a request, as far as the simulation has run. */
  interface SimulatedResponse {
    readonly status?: number;
    readonly headers?: Record<string, string>;
    readonly body?: string;
    /** When it was answered, in seconds since the start. */
    readonly time?: number;
    /** Set when nothing listens. */
    readonly refused?: true;
  }

  /**
   * A simulated computer.
   * @noSelf
   */
  interface Simulation {
    /** Plans a call. */
    at(time: number, fn: (this: void) => void): Simulation;
    /** Plans an event. */
    event(time: number, name: string, ...args: unknown[]): Simulation;
    /** Plans the event `terminate`. */
    terminate(time: number): Simulation;
    /** Plans a request. */
    request(time: number, request?: SimulatedRequest): SimulatedResponse;
    /** Runs up to a time, or until nothing more happens. */
    run(until?: number): Simulation;
    /** What the program wrote. */
    output(): string;
    /** Seconds since the start. */
    clock(): number;
    /** How the program ended: `returned`, `failed` with the error, ...; nothing while it runs. */
    ending(): LuaMultiReturn<[kind?: string, detail?: unknown, traceback?: string]>;
    /** Errors of callbacks of `http.listen`. */
    errors(): string[];
    /** What the server warned of. */
    warnings(): string[];
  }

  /** Makes a computer. */
  function newSimulation(this: void, options: SimulationOptions): Simulation;
  /** Calls a test with seeds from 1; an error says for which. */
  function explore(this: void, count: number, test: (this: void, seed: number) => void): void;
  export { explore, newSimulation as new };
  export type { SimulatedRequest, SimulatedResponse, Simulation, SimulationOptions };
}
/* eslint-enable @typescript-eslint/no-invalid-void-type -- the end of the file */
