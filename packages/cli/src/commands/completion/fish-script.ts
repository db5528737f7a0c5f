/**
 * The completion of fish: a line for each command and option.
 */
import type { CompletableCommand, CompletableOption, Completes } from "./completable.js";

/** Writes the script. */
export function fishScript(commands: readonly CompletableCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const isFirst = `"not __fish_seen_subcommand_from ${names} help"`;
  const lines = commands.flatMap((command) => [
    `complete -c craftos-http -n ${isFirst} -a ${command.name} -d ${quote(command.summary)}`,
    ...linesOf(command),
  ]);
  return `# Completion of craftos-http for fish.\n${lines.join("\n")}\n`;
}

function linesOf(command: CompletableCommand): readonly string[] {
  const when = `-n "__fish_seen_subcommand_from ${command.name}"`;
  const [argument] = command.arguments;
  const words = typeof argument?.completes === "object" ? argument.completes : [];
  return [
    ...words.map((word) => `complete -c craftos-http -f ${when} -a ${word}`),
    ...command.options.map((option) => `complete -c craftos-http ${when} ${optionOf(option)}`),
  ];
}

function optionOf({ names, description, takesValue, completes }: CompletableOption): string {
  const parts = names.map((name) =>
    name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  if (takesValue) parts.push(valueOf(completes));
  return `${parts.join(" ")} -d ${quote(description)}`;
}

function valueOf(completes: Completes): string {
  if (completes === undefined) return "-x";
  if (completes === "file") return "-r -F";
  if (completes === "folder") return `-x -a "(__fish_complete_directories)"`;
  return `-x -a ${quote(completes.join(" "))}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
