/**
 * The module `cc.shell.completion`: what can follow in a command line of the shell. Source: tweaked.cc,
 * cc.shell.completion.
 */

/** The file `/rom/modules/main/cc/shell/completion.lua`. */
export const CC_SHELL_COMPLETION = String.raw`-- Completes the arguments of programs. See https://tweaked.cc/library/cc.shell.completion.html

local expect = require("cc.expect").expect
local completion = require("cc.completion")

local function completePath(shell, text, includeFiles, includeFolders)
  return fs.complete(text, shell.dir(), {
    include_files = includeFiles,
    include_dirs = includeFolders,
    include_hidden = settings.get("shell.autocomplete_hidden") or false,
  })
end

local function file(shell, text) return completePath(shell, text, true, false) end
local function dir(shell, text) return completePath(shell, text, false, true) end

-- A space behind what wants nothing more.
local function addSpaces(results, wantsSpace)
  for i, result in ipairs(results) do
    if result:sub(-1) ~= "/" and wantsSpace(result) then results[i] = result .. " " end
  end
  return results
end

local function dirOrFile(shell, text, _, add_space)
  local results = completePath(shell, text, true, true)
  return add_space and addSpaces(results, function() return true end) or results
end

local function program(shell, text) return shell.completeProgram(text) end

local function programWithArgs(shell, text, previous, starting)
  local info = shell.getCompletionInfo()
  local function completionOf(name)
    local path = shell.resolveProgram(name)
    return path and info[path]
  end

  if #previous + 1 == starting then
    if text:sub(-1) ~= "/" and completionOf(text) then return { " " } end
    return addSpaces(shell.completeProgram(text), function(result) return completionOf(text .. result) end)
  end
  local found = completionOf(previous[starting])
  if not found then return end
  local args = { table.unpack(previous, starting) }
  return found.fnComplete(shell, #args, text, args)
end

local function build(...)
  local arguments = table.pack(...)
  for i = 1, arguments.n do
    local argument = expect(i, arguments[i], "table", "function", "nil")
    if type(argument) == "function" then
      arguments[i] = { argument }
    elseif argument then
      if type(argument[1]) ~= "function" then
        error(("Bad table entry #1 at argument #%d (function expected, got %s)"):format(i, type(argument[1])), 2)
      end
      if argument.many and i < arguments.n then
        error(("Unexpected 'many' field on argument #%d (should only occur on the last argument)"):format(i), 2)
      end
    end
  end

  return function(shell, index, text, previous)
    local argument = arguments[math.min(index, arguments.n)]
    if not argument or index > arguments.n and not argument.many then return end
    return argument[1](shell, text, previous, table.unpack(argument, 2))
  end
end

-- Functions that know nothing of a shell.
local function withoutShell(complete)
  return function(_, text, _, ...) return complete(text, ...) end
end

return {
  build = build,
  choice = withoutShell(completion.choice),
  command = withoutShell(completion.command),
  dir = dir,
  dirOrFile = dirOrFile,
  file = file,
  help = withoutShell(function(text) return help.completeTopic(text) end),
  peripheral = withoutShell(completion.peripheral),
  program = program,
  programWithArgs = programWithArgs,
  setting = withoutShell(completion.setting),
  side = withoutShell(completion.side),
}
`;
