/**
 * `craftos-http doctor`: what works here. What it looks at is in `doctor/find-facts.ts`, loaded when it
 * is needed.
 */
import { valueOr } from "../../options/option.js";
import { parsePort } from "../../options/value-types.js";
import { ExitStatus } from "../../process/exit-status.js";
import { defineCommand } from "../command.js";

const HELP = `
A line begins with ✓ when all is well, with ! when something works less well, and with ✗ when
something does not work.

Exit status:
  0 everything works; 1 something does not; 2 wrong usage; 70 a fault in craftos-http
`;

const MARKS = { good: "✓", note: "!", bad: "✗" } as const;

/** The command. */
export const doctorCommand = defineCommand({
  name: "doctor",
  description: "Says which versions and which engine are in use here, and what does not work.",
  arguments: [],
  options: {
    port: valueOr({
      flags: "--port <port>",
      description: "port that should be free",
      type: { parse: parsePort },
      defaultText: "8080",
    }),
  },
  help: HELP,
  run: async ({ options: { port }, context }) => {
    const { findFacts } = await import("../../doctor/find-facts.js");
    const { colorsFor } = await import("../../report/colors.js");
    const { stdout, env } = context.process;
    const colors = colorsFor(stdout, env);
    const paint = { good: colors.green, note: colors.yellow, bad: colors.red };
    const facts = await findFacts({ port, env });
    for (const { name, text, state } of facts) {
      stdout.write(`${paint[state](MARKS[state])} ${name.padEnd(14)}${text}\n`);
    }
    const isWell = facts.every(({ state }) => state !== "bad");
    return isWell ? ExitStatus.ok : ExitStatus.failed;
  },
});
