-- __pairs and __ipairs (manual 6.1), __gc and __mode (present and without effect), __metatable.
local t = setmetatable({ 1, 2, 3, x = "y" }, { __pairs = function(self) return function(s, k) k = (k or 0) + 1 if k < 4 then return k, "p" .. k end end, self, nil end })
for k, v in pairs(t) do print(k, v) end
print(next(t) ~= nil)
for k, v in next, setmetatable({ "raw" }, { __pairs = error }) do print(k, v) end
print(select("#", pairs(setmetatable({}, { __pairs = function() return 1, 2, 3, 4 end }))))
print(pairs(setmetatable({}, { __pairs = function() return 1 end })))
print(ipairs(setmetatable({}, { __ipairs = function() return 1, 2, 3, 4 end })))
print(pcall(pairs, setmetatable({}, { __pairs = function() error("in __pairs", 0) end })))
local order = setmetatable({}, { __pairs = function(self)
  local keys = { "c", "a", "b" }
  local i = 0
  return function() i = i + 1 if keys[i] then return keys[i], i end end
end })
for k, v in pairs(order) do print(k, v) end
for k, v in pairs(setmetatable({}, { __pairs = function() return next, { inner = true } end })) do print(k, v) end
local called = setmetatable({}, { __pairs = setmetatable({}, { __call = function(_, s) return next, { s == nil }, nil end }) })
for k, v in pairs(called) do print(k, v) end
local weak = setmetatable({}, { __mode = "k", __gc = function() end })
weak[t] = 1 weak.x = 2
print(weak[t], weak.x, getmetatable(weak).__mode)
