/**
 * The completion of zsh, by its own function `_arguments`.
 */
import type { CompletableCommand, CompletableOption, Completes } from "./completable.js";

/** Writes the script. It works as a file of `fpath` and when it is sourced. */
export function zshScript(commands: readonly CompletableCommand[]): string {
  const list = commands.map(({ name, summary }) => `    ${quote(`${name}:${plain(summary)}`)}`);
  return `#compdef craftos-http
# Completion of craftos-http for zsh.
_craftos_http() {
  local -a commands
  commands=(
${list.join("\n")}
    'help:say how a command is used'
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    _files
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    help) _describe -t commands command commands ;;
${commands.map(commandCase).join("")}    *) _files ;;
  esac
}
if [[ $funcstack[1] == _craftos-http ]]; then _craftos_http "$@"; else compdef _craftos_http craftos-http; fi
`;
}

function commandCase(command: CompletableCommand): string {
  const options = command.options.flatMap(optionSpecs);
  const args = command.arguments.map(({ name, completes }) => {
    const prefix = name.includes("...") ? "*" : "";
    return quote(`${prefix}:${name.replaceAll(/[^a-z]/g, "")}:${action(completes)}`);
  });
  const lines = [...options, ...args].map((each) => `        ${each}`).join(" \\\n");
  return `    ${command.name})
      _arguments -s \\
${lines} ;;
`;
}

function optionSpecs({ names, description, takesValue, completes }: CompletableOption): string[] {
  const value = takesValue ? `:value:${action(completes)}` : "";
  return names.map((name) => quote(`*${name}[${plain(description)}]${value}`));
}

function action(completes: Completes): string {
  if (completes === undefined) return " ";
  if (completes === "file") return "_files";
  if (completes === "folder") return "_files -/";
  return `(${completes.join(" ")})`;
}

/** Without what `_arguments` and `_describe` would understand. */
function plain(text: string): string {
  return text.replaceAll(/[[\]]/g, "").replaceAll(":", "\\:");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
