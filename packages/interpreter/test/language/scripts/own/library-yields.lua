-- Yields where PUC Lua 5.2 has a C-call boundary and CC: Tweaked has none: __pairs, __ipairs and
-- __tostring, called by natives.
local yield = coroutine.yield
local mt = {}
mt.__tostring = function() return yield("tostring") end
mt.__pairs = function(t) yield("pairs") return function(_, k) k = (k or 0) + 1 yield("step " .. k) if k <= 2 then return k, k * 10 end end, t, nil end
mt.__ipairs = function(t) yield("ipairs") return function(_, k) yield("istep " .. k) if k < 2 then return k + 1, "v" end end, t, 0 end
local function run(name, f, ...)
  local given, at = { ... }, 0
  local co = coroutine.create(f)
  local ok, value = coroutine.resume(co, setmetatable({}, mt))
  local s = name .. ":"
  while coroutine.status(co) ~= "dead" do
    s = s .. " " .. tostring(value)
    at = at + 1
    ok, value = coroutine.resume(co, given[at])
  end
  print(s, ok, value)
end
run("pairs", function(a) local s = "" for k, v in pairs(a) do s = s .. k .. "=" .. v .. " " end return s end)
run("ipairs", function(a) local s = "" for k, v in ipairs(a) do s = s .. k .. v end return s end)
run("tostring", function(a) return tostring(a) .. "!" end, "text")
run("tostring in pcall", function(a) local ok, s = pcall(tostring, a) return tostring(ok) .. s end, "text")
run("pairs in pcall", function(a) return select("#", pcall(pairs, a)) end)
-- ipairs reads through __index, which may yield
local indexed = setmetatable({}, { __index = function(_, i) return yield("get " .. i) end })
run("ipairs with __index", function() local s = "" for i, v in ipairs(indexed) do s = s .. i .. v end return s end, "a", "b", nil)
-- a chain of __call
local inner = setmetatable({}, { __call = function(_, ...) yield("called") return select("#", ...), ... end })
local outer = setmetatable({}, { __call = inner })
run("call chain", function() local n, a, b = outer(1, 2) return n .. tostring(a == outer) .. b end)
-- the message handler of xpcall, which may fail after it
run("handler", function() local ok, m = xpcall(error, function(m) return m .. yield("handling") end, "bad") return tostring(ok) .. m end, "!")
run("handler that fails", function() local ok, m = xpcall(error, function(m) yield("handling") error(m) end, "bad") return tostring(ok) .. m end)
run("handler after a yield", function()
  local ok, m = xpcall(function() error(yield("first"), 0) end, function(m) return yield("got " .. m) end)
  return tostring(ok) .. m
end, "bad", "good")
