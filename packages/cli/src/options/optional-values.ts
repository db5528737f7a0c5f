/**
 * Options whose value may be left out, as in `--inspect server.lua`: one that has it has it behind an equals
 * sign, so that what follows is never taken for it. (Commander would take it.)
 */
import type { Option } from "./option.js";

/**
 * Writes an equals sign behind options whose value was left out.
 * @param args - what stands after the command's name
 * @param options - the command's options
 * @param isOpenEnded - whether what follows the first argument is left alone
 */
export function markLeftOutValues(
  args: readonly string[],
  options: readonly Option<unknown>[],
  isOpenEnded: boolean,
): string[] {
  const optional = new Set(namesOf(options.filter((option) => option.isOptional === true)));
  const withValue = new Set([
    "--config",
    ...namesOf(options.filter(({ kind, isOptional }) => kind !== "flag" && isOptional !== true)),
  ]);
  const marked: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const isArgument = !arg.startsWith("-") || arg === "-";
    if (arg === "--" || (isArgument && isOpenEnded)) return [...marked, ...args.slice(i)];
    marked.push(optional.has(arg) ? `${arg}=` : arg);
    const value = withValue.has(arg) ? args[i + 1] : undefined;
    if (value === undefined) continue;
    marked.push(value);
    i++;
  }
  return marked;
}

/** As they stand on the command line: `-q`, `--quiet`. */
function namesOf(options: readonly Option<unknown>[]): string[] {
  return options.flatMap(({ flags }) => flags.match(/(?<=^|[ ,])--?[a-zA-Z][a-z0-9-]*/g) ?? []);
}
