/**
 * The prompt for Lua, in Lua: a program that loads and runs what it is given, line by line. Reading and
 * showing is its host's.
 *
 * As in CraftOS's own `lua`, what arrives while it waits for a line is discarded, and each input is a chunk of
 * its own: a local is gone with it.
 */

/** The name of the module by which the program reaches its host. */
export const REPL_HOST_MODULE = "craftos.repl.host";

/** The program's name, which tracebacks are cut at. */
export const REPL_NAME = "(craftos-http repl)";

/** The event that brings a line. */
export const INPUT_EVENT = "craftos_repl_input";

/** The source. */
export const REPL_SOURCE = `
local host = require "${REPL_HOST_MODULE}"
package.loaded["${REPL_HOST_MODULE}"] = nil
local pretty = require "cc.pretty"
local pullEventRaw, shutdown = os.pullEventRaw, os.shutdown
local load, select, xpcall, traceback, pack, setting = load, select, xpcall, debug.traceback, table.pack, settings.get
local write, getCursorPos = write, term.getCursorPos
local env = _ENV

local isOver, status = false, nil

env.exit = setmetatable({}, {
  __tostring = function() return "Call exit() to leave." end,
  __call = function(_, code)
    if code ~= nil and (type(code) ~= "number" or code % 1 ~= 0 or code < 0 or code > 255) then
      error("bad argument #1 (exit status from 0 to 255 expected)", 2)
    end
    isOver, status = true, code
  end,
})

-- Gives a line; nil when the input has been dropped, or is over.
local function nextLine(isMore)
  host.request(isMore)
  while true do
    local event, kind, line = pullEventRaw("${INPUT_EVENT}")
    if event == "terminate" then
      if host.endsByTerminate then isOver = true return nil end
    elseif kind == "line" then
      return line
    else
      if kind == "ended" then isOver = true end
      return nil
    end
  end
end

local function isUnfinished(problem) return problem:find("<eof>$") ~= nil end

-- Loads a text as an expression if it is one, whose values come behind true: as the only ones they would
-- come of a tail call, which is in no traceback. Gives nil, the problem, and whether more may help.
local function compile(text, name)
  local expression = text:match("^%s*=(.*)$")
  local chunk, problem = load("return true, " .. (expression or text) .. "\\n", name, "t", env)
  if chunk then return function() return select(2, chunk()) end end
  local more = isUnfinished(problem)
  if not expression then
    chunk, problem = load(text .. "\\n", name, "t", env)
    if chunk then return chunk end
    more = more or isUnfinished(problem)
  end
  return nil, problem, more
end

local function handler(value) return { value = value, traceback = traceback("", 2) } end

local function show(results)
  local options = {
    function_args = setting("lua.function_args"), function_source = setting("lua.function_source"),
  }
  if results.n > 0 and getCursorPos() > 1 then write("\\n") end
  for i = 1, results.n do
    host.show(pretty.render(pretty.pretty(results[i], options), host.width()))
  end
end

local function runChunk(chunk)
  local ok, problem = xpcall(function() show(pack(chunk())) end, handler)
  if not ok and host.failed(problem.value, problem.traceback) then isOver, status = true, 1 end
end

local function notLua(problem)
  if host.notLua(problem) then isOver, status = true, 1 end
end

host.begin(env)
local count = 0
while not isOver do
  local text, problem = nextLine(false), nil
  if text and text:find("%S") then
    count = count + 1
    local chunk, more
    repeat
      chunk, problem, more = compile(text, "=lua[" .. count .. "]")
      local line = not chunk and more and nextLine(true)
      if line then text = text .. "\\n" .. line end
    until not line
    if chunk then
      runChunk(chunk)
    elseif not more or isOver then
      notLua(more and select(2, load(text, "=lua[" .. count .. "]", "t", env)) or problem)
    end
  end
end
if status then shutdown(status) end
`;
