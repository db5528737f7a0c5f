-- Tail calls (manual 3.4.9): as many as one likes.
local function loop(n, acc) if n == 0 then return acc end return loop(n - 1, acc + 1) end
print(loop(1000000, 0))
local even, odd
function even(n) if n == 0 then return "even" end return odd(n - 1) end
function odd(n) if n == 0 then return "odd" end return even(n - 1) end
print(even(300000), odd(300000), even(300001))
local t = { n = 0 }
function t:count(n) self.n = self.n + 1 if n == 0 then return self.n end return self:count(n - 1) end
print(t:count(300000))
function global(n, ...) if n == 0 then return ... end return global(n - 1, ...) end
print(global(200000, "a", "b"))
local function vary(n, ...) if n == 0 then return select("#", ...) end return vary(n - 1, n, (...)) end
print(vary(200000))
-- through pcall, select, and callable tables
local function viaCall(n) if n == 0 then return "done" end return setmetatable({}, { __call = function(_, m) return viaCall(m) end })(n - 1) end
print(viaCall(1000))
print(pcall(loop, 200000, 1))
print(select(2, pcall(even, 200000)))
-- not tail calls: results are adjusted
local function paren(n) if n == 0 then return 1, 2 end return (paren(n - 1)) end
print(paren(100))
local function more(n) if n == 0 then return 1 end return more(n - 1), n end
print(select("#", more(50)))
local function plus(n) if n == 0 then return 0 end return 1 + plus(n - 1) end
print(plus(5000))
-- tail calls from inside blocks and loops
local function fromLoop(n)
  for i = 1, 10 do
    if i == 5 then
      if n == 0 then return "from loop" end
      return fromLoop(n - 1)
    end
  end
end
print(fromLoop(100000))
local function fromWhile(n) while true do do if n == 0 then return "from while" else return fromWhile(n - 1) end end end end
print(fromWhile(100000))
-- in a coroutine, and yielding at the end
local co = coroutine.wrap(function(n)
  local function inner(k) if k == 0 then return coroutine.yield("yielded") end return inner(k - 1) end
  return inner(n)
end)
print(co(100000))
print(co("resumed", "twice"))
-- a tail call keeps its captured variables
local function make(n)
  local v = n
  local function get() return v end
  v = v + 1
  return get()
end
print(make(1), make(5))
local function cps(n, k) if n == 0 then return k(1) end return cps(n - 1, function(v) return k(v * n) end) end
print(cps(10, function(v) return v end))
