/**
 * What a person is told of a fault in this software.
 */
import { inspect } from "node:util";

/**
 * Describes a fault, with its JavaScript stack.
 * @param fault - what was thrown
 * @param version - of this package
 * @returns whole lines
 */
export function describeFault(fault: unknown, version: string): string {
  return [
    "craftos-http: internal error. This is a fault in craftos-http, not in your program.",
    "Please report it with the lines below and, if you can, the program that causes it.",
    `craftos-http ${version}, Node.js ${process.version}, ${process.platform}-${process.arch}`,
    inspect(fault),
    "",
  ].join("\n");
}
