/**
 * The `help` library: texts on topics, in files. Source: tweaked.cc, help.
 */

/** The file `/rom/apis/help.lua`. */
export const HELP_API = String.raw`-- Texts on topics, in files. See https://tweaked.cc/module/help.html

local expect = require("cc.expect").expect

local searched = "/rom/help"
local endings = { "", ".md", ".txt" }

local function path() return searched end

local function setPath(newPath)
  expect(1, newPath, "string")
  searched = newPath
end

local function lookup(topic)
  expect(1, topic, "string")
  for folder in searched:gmatch("[^:]+") do
    for _, ending in ipairs(endings) do
      local file = fs.combine(folder, topic) .. ending
      if fs.exists(file) and not fs.isDir(file) then return file end
    end
  end
  return nil
end

local function topics()
  local found = { index = true }
  for folder in searched:gmatch("[^:]+") do
    for _, name in ipairs(fs.isDir(folder) and fs.list(folder) or {}) do
      if name:sub(1, 1) ~= "." and not fs.isDir(fs.combine(folder, name)) then
        found[name:match("^(.+)%.md$") or name:match("^(.+)%.txt$") or name] = true
      end
    end
  end
  local list = {}
  for topic in pairs(found) do list[#list + 1] = topic end
  table.sort(list)
  return list
end

local function completeTopic(text)
  expect(1, text, "string")
  local results = {}
  for _, topic in ipairs(topics()) do
    if #topic > #text and topic:sub(1, #text) == text then results[#results + 1] = topic:sub(#text + 1) end
  end
  return results
end

return {
  completeTopic = completeTopic,
  lookup = lookup,
  path = path,
  setPath = setPath,
  topics = topics,
}
`;
