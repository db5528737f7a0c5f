/**
 * `craftos-http completion SHELL`: prints a script that lets a shell complete commands, options and
 * their values. The script has everything in it, so that nothing is started while a person types.
 */
import { UsageError } from "../../options/usage-error.js";
import { ExitStatus } from "../../process/exit-status.js";
import { defineCommand } from "../command.js";

const SHELLS = ["bash", "zsh", "fish"] as const;

const HELP = `
To have it in every shell:
  bash  craftos-http completion bash > ~/.local/share/bash-completion/completions/craftos-http
  zsh   craftos-http completion zsh > "\${fpath[1]}/_craftos-http"
  fish  craftos-http completion fish > ~/.config/fish/completions/craftos-http.fish

To have it in this one:
  bash  source <(craftos-http completion bash)
  zsh   source <(craftos-http completion zsh)
  fish  craftos-http completion fish | source
`;

/** The command. */
export const completionCommand = defineCommand({
  name: "completion",
  description: "Prints a script that makes a shell complete commands, options and their values.",
  arguments: [{ name: "<shell>", description: SHELLS.join(", "), completes: SHELLS }],
  options: {},
  help: HELP,
  run: async ({ args: [shell = ""], context }) => {
    const found = SHELLS.find((name) => name === shell);
    if (found === undefined) {
      throw new UsageError(
        `there is no completion for '${shell}'. There are ${SHELLS.join(", ")}.`,
      );
    }
    const { completableCommands } = await import("./completable.js");
    const scripts = {
      bash: async () => (await import("./bash-script.js")).bashScript,
      zsh: async () => (await import("./zsh-script.js")).zshScript,
      fish: async () => (await import("./fish-script.js")).fishScript,
    };
    const write = await scripts[found]();
    context.process.stdout.write(write(await completableCommands(context.commands)));
    return ExitStatus.ok;
  },
});
