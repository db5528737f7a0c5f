/**
 * What runs a spec file on its computer, in Lua: `describe`, `it`, `expect` and the others, as CC:
 * Tweaked's own tests have them (its test-rom, mcfly), and after_each. Results go to the host.
 *
 * A spec is loaded whole, which collects its tests; then they run in order, each beside a timer. In
 * virtual time a test that waits for what never comes is at that timer at once.
 */

/** The name of the module by which the runner reaches its host. */
export const SPEC_HOST_MODULE = "craftos.spec.host";

/** The globals that specs have. */
export const SPEC_GLOBALS = [
  ...["describe", "it", "pending", "before_each", "after_each"],
  ...["expect", "stub", "fail"],
];

/** The source. It gets the spec's path, the timeout in seconds and the text that names must have. */
export const RUNNER_SOURCE = `
local host = require "${SPEC_HOST_MODULE}"
package.loaded["${SPEC_HOST_MODULE}"] = nil
package.path = package.path .. ";/?;/?.lua;/?/init.lua"

local path, timeout, filter = ...
timeout = tonumber(timeout)
local pullEvent, pullEventRaw, queueEvent = os.pullEvent, os.pullEventRaw, os.queueEvent
local startTimer, cancelTimer = os.startTimer, os.cancelTimer
local waitForAny = parallel.waitForAny
local env = _ENV

local function check(name, position, expected, value)
  if type(value) == expected then return end
  local text = "%s: bad argument #%d (%s expected, got %s)"
  error(text:format(name, position, expected, type(value)), 3)
end

---- Values as text

local function isName(key)
  return type(key) == "string" and key:find("^[%a_][%w_]*$") ~= nil
end

local function before(a, b)
  local ta, tb = type(a), type(b)
  if ta ~= tb then return ta < tb end
  if ta == "number" or ta == "string" then return a < b end
  return tostring(a) < tostring(b)
end

local function format(value, indent, seen)
  if type(value) == "string" then
    return '"' .. value:gsub('[%c"\\\\\\127-\\255]', function(c)
      if c == '"' or c == "\\\\" then return "\\\\" .. c end
      if c == "\\n" then return "\\\\n" end
      return ("\\\\x%02x"):format(c:byte())
    end) .. '"'
  end
  if type(value) ~= "table" then return tostring(value) end
  local meta = getmetatable(value)
  if type(meta) == "table" and meta.__tostring ~= nil then return tostring(value) end
  indent, seen = indent or "", seen or {}
  if seen[value] then return "<a table that it is in>" end
  seen[value] = true
  local keys, lines, inner = {}, {}, indent .. "  "
  for key in next, value do keys[#keys + 1] = key end
  table.sort(keys, before)
  local position = 0
  for _, key in ipairs(keys) do
    local text = format(value[key], inner, seen)
    if key == position + 1 then
      position = key
    else
      text = (isName(key) and key or "[" .. format(key, inner, seen) .. "]") .. " = " .. text
    end
    lines[#lines + 1] = inner .. text .. ",\\n"
  end
  seen[value] = nil
  if #lines == 0 then return "{}" end
  return "{\\n" .. table.concat(lines) .. indent .. "}"
end

---- Expectations

local Failure = {}
Failure.__tostring = function(self) return self.message end

local function failWith(message, expected, actual)
  error(setmetatable({ message = message, expected = expected, actual = actual }, Failure), 0)
end

local Stub = {}
Stub.__index = Stub
local stubs = {}

function Stub:revert()
  if not self.isActive then return end
  self.isActive = false
  rawset(self.table, self.key, self.original)
end

local function stub(tbl, key, ...)
  check("stub", 1, "table", tbl)
  check("stub", 2, "string", key)
  local value = ...
  if select("#", ...) == 0 then value = function() end end
  local made = setmetatable({
    isActive = true, table = tbl, key = key, original = rawget(tbl, key),
  }, Stub)
  if type(value) == "function" then
    local calls, fn = {}, value
    made.arguments = calls
    value = function(...)
      calls[#calls + 1] = table.pack(...)
      return fn(...)
    end
  end
  stubs[#stubs + 1] = made
  rawset(tbl, key, value)
  return made
end

-- Whether every field of a is the same in b; with isExact also the other way round.
local function covers(a, b, isExact, seen)
  if a == b or (a ~= a and b ~= b) then return true end
  if type(a) ~= "table" or type(b) ~= "table" then return false end
  seen[a] = seen[a] or {}
  if seen[a][b] then return true end
  seen[a][b] = true
  for key, value in next, a do
    if not covers(value, rawget(b, key), isExact, seen) then return false end
  end
  if isExact then
    for key in next, b do
      if rawget(a, key) == nil then return false end
    end
  end
  return true
end

local Expectation = {}
Expectation.__index = Expectation

local function refuse(self, message, ...)
  if self.note ~= nil then message = self.note .. ": " .. message end
  failWith(message, ...)
end

function Expectation:equals(value)
  if self.value ~= value then
    refuse(self, "these are not equal", format(value), format(self.value))
  end
  return self
end

function Expectation:not_equals(value)
  if self.value == value then refuse(self, "any value but " .. format(value) .. " was expected") end
  return self
end

function Expectation:type(name)
  check("type", 1, "string", name)
  if type(self.value) ~= name then
    refuse(self, "a value of type " .. name .. " was expected, got " .. format(self.value))
  end
  return self
end

function Expectation:same(value)
  if not covers(self.value, value, true, {}) then
    refuse(self, "these are not the same", format(value), format(self.value))
  end
  return self
end

function Expectation:matches(value)
  if not covers(value, self.value, false, {}) then
    refuse(self, "this does not match", format(value), format(self.value))
  end
  return self
end

function Expectation:str_match(pattern)
  check("str_match", 1, "string", pattern)
  if type(self.value) ~= "string" then
    refuse(self, "a string was expected, got " .. format(self.value))
  elseif not self.value:find(pattern) then
    refuse(self, format(self.value) .. " does not match the pattern " .. format(pattern))
  end
  return self
end

local function callsOf(self)
  local value = self.value
  if getmetatable(value) == Stub and value.arguments ~= nil then return value.arguments end
  refuse(self, "a stub of a function was expected, got " .. format(value))
end

function Expectation:called(times)
  local count = #callsOf(self)
  if times == nil then
    if count == 0 then refuse(self, "the stub was not called") end
    return self
  end
  check("called", 1, "number", times)
  if count ~= times then
    refuse(self, ("the stub was called %d times, not %d"):format(count, times))
  end
  return self
end

local function calledWith(self, isSame, ...)
  local calls, wanted = callsOf(self), table.pack(...)
  for _, arguments in ipairs(calls) do
    if isSame(wanted, arguments) then return self end
  end
  if #calls == 0 then refuse(self, "the stub was not called") end
  local got = {}
  for i, arguments in ipairs(calls) do
    got[i] = "call " .. i .. ": " .. format(arguments)
  end
  local text = "the stub was not called with these arguments"
  refuse(self, text, format(wanted), table.concat(got, "\\n"))
end

function Expectation:called_with(...)
  return calledWith(self, function(wanted, arguments)
    if wanted.n ~= arguments.n then return false end
    for i = 1, wanted.n do
      if wanted[i] ~= arguments[i] then return false end
    end
    return true
  end, ...)
end

function Expectation:called_with_matching(...)
  return calledWith(self, function(wanted, arguments)
    for i = 1, wanted.n do
      if not covers(wanted[i], arguments[i], false, {}) then return false end
    end
    return true
  end, ...)
end

function Expectation:describe(note)
  self.note = tostring(note)
  return self
end

Expectation.equal, Expectation.eq = Expectation.equals, Expectation.equals
Expectation.not_equal, Expectation.ne = Expectation.not_equals, Expectation.not_equals

local function expectation(value)
  return setmetatable({ value = value }, Expectation)
end

local expect = setmetatable({}, { __call = function(_, value) return expectation(value) end })

-- An expectation about the message of an error, without the position of whoever calls this.
function expect.error(fn, ...)
  -- On one line: an error that blames its caller's caller has this line's position.
  local ok, problem = pcall(fn, ...) local _, place = pcall(error, "", 2)
  if ok then failWith("an error was expected, and there was none") end
  if type(problem) == "string" and problem:sub(1, #place) == place then
    problem = problem:sub(#place + 1)
  end
  return expectation(type(problem) == "table" and getmetatable(problem) == Failure
    and problem.message or problem)
end

---- Collecting tests

local tests = {}
local names, befores, afters = {}, {}, {}
local isCollecting = true

local function copyOf(list)
  return { table.unpack(list, 1, #list) }
end

local function expectCollecting(what)
  if not isCollecting then error(what .. " cannot be called while tests run", 3) end
end

local function add(name, test)
  test.names = copyOf(names)
  test.names[#test.names + 1] = name
  test.befores, test.afters = copyOf(befores), copyOf(afters)
  tests[#tests + 1] = test
end

local function handler(problem)
  if type(problem) == "table" and getmetatable(problem) == Failure then
    problem.traceback = problem.traceback or debug.traceback("", 2)
    return problem
  end
  local message = type(problem) == "string" and problem or format(problem)
  return { message = message, traceback = debug.traceback("", 2), isError = true }
end

function env.describe(name, body)
  check("describe", 1, "string", name)
  check("describe", 2, "function", body)
  expectCollecting("describe")
  names[#names + 1] = name
  local oldBefores, oldAfters = befores, afters
  befores, afters = copyOf(befores), copyOf(afters)
  local ok, problem = xpcall(body, handler)
  befores, afters = oldBefores, oldAfters
  names[#names] = nil
  if not ok then add(name, { problem = problem }) end
end

function env.it(name, body)
  check("it", 1, "string", name)
  check("it", 2, "function", body)
  expectCollecting("it")
  add(name, { body = body })
end

function env.pending(name)
  check("pending", 1, "string", name)
  expectCollecting("pending")
  add(name, { isPending = true })
end

function env.before_each(body)
  check("before_each", 1, "function", body)
  expectCollecting("before_each")
  befores[#befores + 1] = body
end

function env.after_each(body)
  check("after_each", 1, "function", body)
  expectCollecting("after_each")
  afters[#afters + 1] = body
end

function env.fail(message)
  check("fail", 1, "string", message)
  failWith(message)
end

env.expect, env.stub = expect, stub

---- Running them

local function drainEvents()
  queueEvent("craftos_spec_drained")
  repeat until pullEventRaw() == "craftos_spec_drained"
end

local function runBody(test)
  local ok, problem = xpcall(function()
    for _, body in ipairs(test.befores) do body() end
    test.body()
  end, handler)
  for i = #test.afters, 1, -1 do
    local afterOk, afterProblem = xpcall(test.afters[i], handler)
    if ok and not afterOk then ok, problem = false, afterProblem end
  end
  return ok, problem
end

local function run(test)
  local isDone, ok, problem = false, true, nil
  local timer = startTimer(timeout)
  local isRunning, outer = pcall(waitForAny, function()
    ok, problem = runBody(test)
    isDone = true
  end, function()
    repeat local _, id = pullEvent("timer") until id == timer
  end)
  cancelTimer(timer)
  for i = #stubs, 1, -1 do stubs[i]:revert() end
  stubs = {}
  drainEvents()
  if not isRunning then return false, { message = tostring(outer), isError = true } end
  if isDone then return ok, problem end
  local text = "the test was not done after %s s of virtual time: it waits for what does not come"
  return false, { message = text:format(timeout), isError = true }
end

local function isWanted(test)
  if filter == "" then return true end
  return table.concat(test.names, " "):lower():find(filter:lower(), 1, true) ~= nil
end

local load, problem = loadfile(path, nil, env)
if load == nil then
  host.broken(problem)
  return
end
local ok, failure = xpcall(load, handler)
if not ok then
  host.broken(failure.message, failure.traceback)
  return
end
isCollecting = false

for _, test in ipairs(tests) do
  if isWanted(test) then
    host.begin(test.names)
    if test.isPending then
      host.finish("pending")
    elseif test.problem ~= nil then
      host.finish("failed", test.problem)
    else
      local passed, why = run(test)
      if passed then host.finish("passed") else host.finish("failed", why) end
    end
    if host.isOver() then return end
  end
end
host.done()
`;
