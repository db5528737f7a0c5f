/**
 * What `read` is made of: asking the host for a line, which comes as an event.
 */
import type { Computer } from "@craftos-http/event-loop";
import { type LuaFunction, NO_VALUES } from "@craftos-http/interpreter";
import type { CraftosHost } from "../craftos-host.js";
import type { Terminal } from "../term/terminal.js";

/** What `read` works with. */
export interface ReadSetup {
  /** Whose program reads. */
  readonly computer: Computer;
  /** Gives lines. */
  readonly host: CraftosHost;
  /** Shows what was read. */
  readonly terminal: Terminal;
  /** Whether the program has put something else in the terminal's place. */
  isRedirected(): boolean;
}

/**
 * Makes the functions that the source of `read` is given: one asks for a line and gives the number that
 * the event `read_line` will have, nil where there is no input; the other notes what was read.
 * @param setup - what they work with
 */
export function makeReadNatives(setup: ReadSetup): readonly LuaFunction[] {
  const { computer, host, terminal } = setup;
  let requests = 0;

  const deliver = (id: number, line: string | null): boolean => {
    if (computer.end !== null) return false;
    const event = { values: ["read_line", id, line ?? undefined] as const };
    if (!computer.deliver(event)) computer.whenRoom(() => void computer.deliver(event));
    return true;
  };

  return [
    () => {
      // Through the door: a replay has the lines, and no input.
      const hasInput = computer.read("input", () => host.requestLine !== undefined);
      if (!hasInput) return undefined;
      const id = ++requests;
      host.requestLine?.((line) => deliver(id, line));
      return id;
    },
    (shown) => {
      if (typeof shown === "string" && !setup.isRedirected()) terminal.wasTyped(shown);
      return NO_VALUES;
    },
  ];
}
