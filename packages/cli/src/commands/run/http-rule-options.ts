/**
 * The options that say what a program may connect to. Both may be repeated, and their order counts
 * across the two, as that of rules does.
 */
import type { AddressRuleText, RuleAction } from "@craftos-http/http-host";
import { list, type OptionValues } from "../../options/option.js";
import { UsageError } from "../../options/usage-error.js";
import type { ValueType } from "../../options/value-types.js";

interface OrderedRule extends AddressRuleText {
  readonly order: number;
}

function rule(action: RuleAction): ValueType<OrderedRule> {
  return { parse: (pattern, { order }) => ({ action, pattern, order }) };
}

/** The options. */
export const HTTP_RULE_OPTIONS = {
  httpAllow: list({
    flags: "--http-allow <where>",
    description: "let it connect there (see below)",
    type: rule("allow"),
    group: "Requests of the program",
    replaces: ["http-deny"],
  }),
  httpDeny: list({
    flags: "--http-deny <where>",
    description: "do not let it connect there; of several rules the first that matches counts",
    type: rule("deny"),
    group: "Requests of the program",
    replaces: ["http-allow"],
  }),
};

/**
 * Gives the rules that were chosen, in their order.
 * @throws UsageError when one cannot be read
 */
export async function chosenHttpRules(
  options: OptionValues<typeof HTTP_RULE_OPTIONS>,
): Promise<readonly AddressRuleText[]> {
  const rules = [...options.httpAllow, ...options.httpDeny]
    .sort((one, other) => one.order - other.order)
    .map(({ action, pattern }) => ({ action, pattern }));
  if (rules.length === 0) return rules;
  const { AddressRules, HostError } = await import("@craftos-http/http-host");
  try {
    new AddressRules(rules);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw new UsageError(`option '--http-allow' or '--http-deny': ${error.message}`, {
      cause: error,
    });
  }
  return rules;
}
