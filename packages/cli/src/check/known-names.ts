/**
 * The names that programs have: found out by asking a program, on a computer in virtual time that has
 * everything that a real one has. So nothing is listed twice, and nothing is out of date.
 */
import { Simulation } from "../testing/simulation.js";

/** What a program can use. */
export interface KnownNames {
  /** The globals, with the names of their fields if they are tables. */
  readonly globals: ReadonlyMap<string, ReadonlySet<string> | null>;
  /** What the handle of a request has. */
  readonly request: ReadonlySet<string>;
  /** What the handle of a response has. */
  readonly response: ReadonlySet<string>;
}

/** Says, as JSON, what there is in its own environment and in the handles of a request. */
const QUESTION = `
local function names(tbl)
  local list = {}
  for key in next, tbl do
    if type(key) == "string" then list[#list + 1] = key end
  end
  return list
end
local globals = {}
for _, environment in ipairs { _G, _ENV } do
  for key, value in next, environment do
    if type(key) == "string" then globals[key] = type(value) == "table" and names(value) or true end
  end
end
globals._G = true
globals._ENV = true
http.addListener(80)
local _, _, request, response = os.pullEvent("http_request")
print(textutils.serializeJSON({
  globals = globals, request = names(request), response = names(response),
}))
`;

interface Answer {
  readonly globals: Readonly<Record<string, true | readonly string[] | object>>;
  readonly request: readonly string[];
  readonly response: readonly string[];
}

/** Finds out what programs can use. */
export function findKnownNames(): KnownNames {
  const simulation = new Simulation(QUESTION);
  simulation.request(0);
  simulation.run();
  const { globals, request, response } = JSON.parse(simulation.output) as Answer;
  const fields = Object.entries(globals).map(
    ([name, names]): [string, ReadonlySet<string> | null] => [
      name,
      Array.isArray(names) ? new Set(names as readonly string[]) : null,
    ],
  );
  return {
    globals: new Map(fields),
    request: new Set(request),
    response: new Set(response),
  };
}
