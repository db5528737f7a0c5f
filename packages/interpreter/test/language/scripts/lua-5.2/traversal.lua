-- Traversal with `next`, `pairs` and `ipairs` while the table changes (manual 6.1 "next").
local function count(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
local function checksum(t) local s = 0 for k, v in pairs(t) do s = s + (type(k) == "number" and k or #k) * v end return s end
-- clearing everything
local t = {}
for i = 1, 100 do t[i] = i t["k" .. i] = i t[i + 0.5] = i end
print(count(t), checksum(t))
local seen = 0
for k in pairs(t) do t[k] = nil seen = seen + 1 end
print(seen, count(t), next(t))
-- clearing every other
for i = 1, 50 do t[i] = i t["k" .. i] = i end
local n = 0
for k, v in pairs(t) do if v % 2 == 0 then t[k] = nil n = n + 1 end end
print(n, count(t), checksum(t))
-- assigning to what is there
for k, v in pairs(t) do t[k] = v * 10 end
print(count(t), checksum(t))
-- clearing keys that are still to come, and that have been
t = {}
for i = 1, 30 do t["x" .. i] = i end
seen = 0
for k, v in pairs(t) do
  seen = seen + 1
  for i = 1, 30 do if i % 3 == 0 then t["x" .. i] = nil end end
end
print(seen >= 20 and seen <= 30, count(t))
-- by hand
t = { 10, 20, 30, x = 1, y = 2 }
local k, v = nil, nil
local sum, keys = 0, 0
repeat
  k, v = next(t, k)
  if k ~= nil then keys = keys + 1 sum = sum + v t[k] = nil end
until k == nil
print(keys, sum, next(t))
print(next({}), next({ 5 }), next({ 5 }, 1))
print(select("#", next({})), (next({ a = 1 })))
print(pcall(function() next() end)) print(pcall(next, {}, 1.5)) print(pcall(next, { a = 1 }, "b"))
print(rawequal(next, next), type(next))
-- false values, and keys of every type
local f = function() end
local u = {}
local keyed = { [1] = "n", [1.5] = "f", ["s"] = "s", [true] = "t", [false] = "F", [f] = "fn", [u] = "tb", [-1] = "neg", [0] = "zero", [2 ^ 53] = "big" }
local got = {}
for key, value in pairs(keyed) do got[value] = key end
print(got.n, got.f, got.s, got.t, got.F, got.fn == f, got.tb == u, got.neg, got.zero, got.big == 2 ^ 53, count(keyed))
local falses = { a = false, b = false }
print(count(falses), next(falses) ~= nil)
-- ipairs with holes, growth and shrinking
local s = ""
for i, x in ipairs { 1, 2, nil, 4 } do s = s .. i .. ":" .. x .. " " end
print(s)
local q = { "a" }
s = ""
for i, x in ipairs(q) do s = s .. x if i < 6 then q[i + 1] = x .. i end end
print(s, #q)
for i in ipairs(q) do q[#q] = nil end
print(#q)
-- a queue: keys appended at one end and cleared at the other
local first, last = 1, 0
local queue = {}
for i = 1, 3000 do
  last = last + 1 queue[last] = i
  if i % 3 ~= 0 then queue[first] = nil first = first + 1 end
end
print(last - first + 1, count(queue), queue[first], queue[last], queue[first - 1])
local total = 0
for i = first, last do total = total + queue[i] queue[i] = nil end
print(total, next(queue), #queue)
-- keys removed and added again keep the table usable
local cycle = {}
for round = 1, 20 do
  for i = 1, 20 do cycle["r" .. i] = round * i end
  for i = 1, 20, 2 do cycle["r" .. i] = nil end
end
print(count(cycle), checksum(cycle))
local mixed = {}
for i = 1, 64 do mixed[i] = i end
for i = 64, 1, -1 do mixed[i] = nil if i % 16 == 0 then print(#mixed, count(mixed)) end end
for i = 10, 1, -1 do mixed[i] = i end
print(#mixed, count(mixed))
-- nested traversals of one table
local m = { a = 1, b = 2, c = 3 }
local pairsSeen = 0
for _ in pairs(m) do for _ in pairs(m) do pairsSeen = pairsSeen + 1 end end
print(pairsSeen)
-- a traversal that is left and begun again
local function firstKey(tt) for key in pairs(tt) do return key end end
print(firstKey { only = 1 }, firstKey {}, firstKey { 7 })
