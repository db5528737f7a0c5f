/**
 * Opens Node's inspector for the debugger of a person. It prints itself where it listens, in the words that
 * tools look for.
 */
import type { AddressRuleText } from "@craftos-http/http-host";
import { showTables } from "./show-tables.js";

/** Where a debugger connects, and when the program begins. */
export interface DebuggerOptions {
  readonly host: string;
  readonly port: number;
  /** Whether the program waits for the debugger, and stops before its first line. */
  readonly waits: boolean;
}

/** A debugger may connect. */
export interface OpenDebugger {
  /** Whether it is to stop before the program's first line. */
  readonly stopsAtStart: boolean;
  /** Keeps the program itself from connecting: it could do anything on this machine then. */
  readonly httpRules: readonly AddressRuleText[];
}

/** The debugger's port cannot be opened; the message is for people. */
export class DebuggerNotOpened extends Error {
  override readonly name = "DebuggerNotOpened";
}

/** Addresses that only this machine reaches. */
const LOOPBACK = /^(?:localhost|127\.[\d.]+|::1)$/;

/**
 * Opens the inspector, and waits for a debugger if that was asked for. Nothing else happens meanwhile, not
 * even signals: so it is done before these are listened to.
 * @param options - where
 * @param warn - told of what is dangerous
 * @throws DebuggerNotOpened
 */
export function openDebugger(
  options: DebuggerOptions,
  warn: (message: string) => void,
): OpenDebugger {
  const { host, port, waits } = options;
  const inspector = process.getBuiltinModule("node:inspector");
  // It may be open already, and a debugger be connected: VS Code does both when it starts a program.
  const isOpen = inspector.url() !== undefined;
  if (!isOpen) inspector.open(port, host);
  const url = inspector.url();
  if (url === undefined) {
    const message = `The debugger's port ${port} on ${host} cannot be opened; name another: --inspect=9230.`;
    throw new DebuggerNotOpened(message);
  }
  const { port: openPort } = new URL(url);
  if (!isOpen && !LOOPBACK.test(host)) {
    warn(
      `whoever reaches port ${openPort} on ${host} can run code on this machine with your rights`,
    );
  }
  showTables();
  if (waits && !isOpen) inspector.waitForDebugger();
  return {
    stopsAtStart: waits,
    httpRules: [{ action: "deny", pattern: `*:${openPort}` }],
  };
}
