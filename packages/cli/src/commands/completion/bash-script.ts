/**
 * The completion of bash. The first word is a command or a program; before a word comes what it belongs
 * to, so a value is known by the option in front of it.
 */
import type { CompletableCommand, Completes } from "./completable.js";

/** Writes the script. */
export function bashScript(commands: readonly CompletableCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# Completion of craftos-http for bash.
_craftos_http() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  compopt -o filenames 2>/dev/null
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${names} help --help --version" -- "$cur") $(compgen -f -- "$cur"))
    return
  fi
  case "$command" in
    help) COMPREPLY=($(compgen -W "${names}" -- "$cur")); return ;;
${commands.map(commandCase).join("")}    *) COMPREPLY=($(compgen -f -- "$cur")) ;;
  esac
}
complete -F _craftos_http craftos-http
`;
}

function commandCase(command: CompletableCommand): string {
  const values = command.options
    .filter(({ takesValue }) => takesValue)
    .map(({ names, completes }) => {
      return `        ${names.join("|")}) ${reply(completes)} return ;;\n`;
    });
  const options = command.options.flatMap(({ names }) => names).join(" ");
  const [argument] = command.arguments;
  return `    ${command.name})
      case "$prev" in
${values.join("")}      esac
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "${options}" -- "$cur"))
      else ${reply(argument?.completes)} fi ;;
`;
}

function reply(completes: Completes): string {
  if (completes === undefined) return ":;";
  if (completes === "file") return `COMPREPLY=($(compgen -f -- "$cur"));`;
  if (completes === "folder") return `COMPREPLY=($(compgen -d -- "$cur"));`;
  return `COMPREPLY=($(compgen -W "${completes.join(" ")}" -- "$cur"));`;
}
