/**
 * The module `cc.completion`: what can follow what somebody has typed. Source: tweaked.cc,
 * cc.completion.
 */

/** The file `/rom/modules/main/cc/completion.lua`. */
export const CC_COMPLETION = `-- What can follow what somebody has typed. See https://tweaked.cc/library/cc.completion.html

local expect = require("cc.expect").expect

local function suffixes(text, choices, add_space)
  local results = {}
  for _, choice in ipairs(choices) do
    local suffix = choice:sub(#text + 1) .. (add_space and " " or "")
    if suffix ~= "" and choice:sub(1, #text) == text then results[#results + 1] = suffix end
  end
  return results
end

local function choice(text, choices, add_space)
  expect(1, text, "string")
  expect(2, choices, "table")
  expect(3, add_space, "boolean", "nil")
  return suffixes(text, choices, add_space)
end

-- Completes from what a function lists.
local function listed(list)
  return function(text, add_space)
    expect(1, text, "string")
    expect(2, add_space, "boolean", "nil")
    return suffixes(text, list(), add_space)
  end
end

return {
  choice = choice,
  peripheral = listed(function() return peripheral and peripheral.getNames() or {} end),
  side = listed(function() return redstone.getSides() end),
  setting = listed(function() return settings.getNames() end),
  command = listed(function() return commands and commands.list and commands.list() or {} end),
}
`;
