/**
 * Environment variables that look like options and are none: a slip of the pen would otherwise go
 * unnoticed.
 */
import { type Options, variableName, variablePrefix } from "./option.js";

/** Variables that are not options: the config file's, and what tells a process that it is a worker. */
const OTHERS = ["CRAFTOS_HTTP_CONFIG", "CRAFTOS_HTTP_WORKER"];

/**
 * Looks for variables that a command does not know.
 * @param env - the environment
 * @param command - the command that is called
 * @param command.name - its name
 * @param command.options - what it knows
 * @param commands - the names of all commands, whose variables are left alone
 * @returns what to say of them
 */
export function unknownVariables(
  env: Readonly<Record<string, string | undefined>>,
  command: { readonly name: string; readonly options: Options },
  commands: readonly string[],
): readonly string[] {
  // Whoever started this worker has said it.
  if (env.CRAFTOS_HTTP_WORKER !== undefined) return [];
  const known = Object.values(command.options).map((each) => variableName(each, command.name));
  const prefix = variablePrefix(command.name);
  const foreign = commands
    .filter((name) => name !== "run" && name !== command.name)
    .map((name) => variablePrefix(name));
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !OTHERS.includes(name) && !known.includes(name))
    .filter((name) => !foreign.some((other) => name.startsWith(other)))
    .map((name) => `there is no option for the environment variable ${name}`);
}
