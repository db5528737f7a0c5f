-- Recursion 190,000 levels deep, and stack overflow, which can be caught and leaves all in order.
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
print(depth(190000))
local function build(n) if n == 0 then return nil end return { next = build(n - 1) } end
local list, n = build(100000), 0
while list do list, n = list.next, n + 1 end
print(n)
local even
local function odd(k) if k == 0 then return false end local r = even(k - 1) return r end
function even(k) if k == 0 then return true end local r = odd(k - 1) return r end
print(even(100000))
local function vararg(k, ...) if k == 0 then return ... end return (vararg(k - 1, ...)) end
print(vararg(50000, "x"))
local function infinite(k) return 1 + infinite(k + 1) end
for _ = 1, 3 do
  local ok, message = pcall(infinite, 1)
  print(ok, type(message) == "string" and select(2, pcall(error)) == nil)
end
print(depth(1000))
local function mutual1() local r = mutual2() return r end
function mutual2() local r = mutual1() return r end
print((pcall(mutual1)))
print(depth(150000))
local t = setmetatable({}, { __index = function(self, k) if k == 0 then return "bottom" end return (self[k - 1]) end })
print(t[50])
local co = coroutine.create(function() return depth(100000) end)
print(coroutine.resume(co))
co = coroutine.create(infinite)
print((coroutine.resume(co, 1)), coroutine.status(co))
-- yielding from far down
local function down(k) if k == 0 then return coroutine.yield("at the bottom") end local v = down(k - 1) return v end
co = coroutine.wrap(down)
print(co(50000))
print(co("and back"))
co = coroutine.wrap(function()
  for round = 1, 3 do
    local function go(k) if k == 0 then coroutine.yield(round) return 0 end return 1 + go(k - 1) end
    coroutine.yield(go(20000))
  end
  return "end"
end)
for _ = 1, 7 do print(co()) end
-- an error from far down
local function fail(k) if k == 0 then error("far down") end local r = fail(k - 1) return r end
print(pcall(fail, 100000))
print(select(2, pcall(fail, 10)))
