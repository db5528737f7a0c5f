/**
 * The options that say what a program may connect to. Both may be repeated, and their order counts
 * across the two, as that of rules does.
 */
import type { AddressRuleText, RuleAction } from "@craftos-http/http-host";
import { type Command, Option } from "commander";

/**
 * Adds the options to a command.
 * @param command - the command
 * @returns a function that gives the rules, in their order; it ends the command with an error when
 *   one cannot be read
 */
export function addHttpRuleOptions(command: Command): () => Promise<readonly AddressRuleText[]> {
  const rules: AddressRuleText[] = [];
  const add = (action: RuleAction, description: string): void => {
    const option = new Option(`--http-${action} <where>`, description);
    command.addOption(
      option
        .argParser((pattern: string) => {
          rules.push({ action, pattern });
          return pattern;
        })
        .helpGroup("Requests of the program:"),
    );
  };
  add("allow", "let it connect there (see below)");
  add("deny", "do not let it connect there; of several rules the first that matches counts");
  return async () => {
    if (rules.length === 0) return rules;
    const { AddressRules, HostError } = await import("@craftos-http/http-host");
    try {
      new AddressRules(rules);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      command.error(`error: option '--http-allow' or '--http-deny': ${error.message}`);
    }
    return rules;
  };
}
