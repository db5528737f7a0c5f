/**
 * Options and arguments that are refused, in the words that a person reads.
 */
import { expect, test } from "vitest";
import { runMain } from "../../run-main.js";

test.each([
  [
    ["run", "--term", "--access-log", "-"],
    "--access-log - cannot be used with --term: the screen is there.",
  ],
  [
    ["run", "--tls-passphrase-file", "/dev/null"],
    "--tls-passphrase-file needs --tls-cert and --tls-key.",
  ],
  [
    ["repl", "--tls-passphrase-file", "/dev/null"],
    "--tls-passphrase-file needs --tls-cert and --tls-key.",
  ],
  [
    ["run", "--tls-passphrase-file", "/nowhere"],
    "option '--tls-passphrase-file': '/nowhere' from the command line: It cannot be read: ENOENT: " +
      "no such file or directory, open '/nowhere'.",
  ],
  [
    ["run", "--record-redact", "not a name"],
    "option '--record-redact': 'not a name' from the command line: The name of a header is expected.",
  ],
  [
    ["test", "--seed", "x"],
    "option '--seed': 'x' from the command line: A whole number from 0 to 2147483647 is expected.",
  ],
  [
    ["run", "--mount", "public"],
    "option '--mount': 'public' from the command line: A folder and a path on the computer are " +
      "expected, such as ro:./public:/public.",
  ],
  [
    ["run", "--peripheral", "modem"],
    "option '--peripheral': 'modem' from the command line: A side and a type are expected, such as " +
      "left=modem or top=monitor,4x3.",
  ],
  [["completion", "tcsh"], "there is no completion for 'tcsh'. There are bash, zsh, fish."],
  [["run", "--watch", "--record", "x"], "--watch cannot be used with --record."],
  [["run", "--watch", "--workers", "2"], "--watch cannot be used with --workers."],
])("%j", async (args, message) => {
  expect(await runMain(args)).toEqual({ status: 2, out: "", errors: `error: ${message}\n` });
});
