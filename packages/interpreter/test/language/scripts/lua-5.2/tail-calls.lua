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

-- a function that calls itself last begins again
local function swap(a, b, n)
  if n == 0 then return a, b end
  return swap(b, a, n - 1)
end
print(swap(1, 2, 7))
local function shift(a, b, c, d)
  if a == nil then return "none", b, c, d end
  return shift(b, c, d)
end
print(shift(1, 2, 3, 4))
print(shift(1, false, nil, 4))

-- closures of each turn have their own parameters and locals
local kept = {}
local function keep(n, text)
  local twice = n * 2
  kept[#kept + 1] = function() n = n + 1 twice = twice + 1 return n, twice, text end
  if n == 0 then return #kept end
  return keep(n - 1, text .. n)
end
print(keep(3, ""))
for _, f in ipairs(kept) do f() print(f()) end

-- what else has its name, or stood under it before
local count
local first
function count(n, total)
  if n == 0 then return total end
  if n == 3 then count = function(...) return "another", ... end end
  return count(n - 1, total + n)
end
first = count
print(first(6, 0))
local object = {}
function object.step(n) if n == 0 then return "stepped" end return object.step(n - 1) end
print(object.step(5))

-- arguments that are evaluated but not passed, and results of calls
local trace = {}
local function note(x) trace[#trace + 1] = x return x end
local function fewer(n) if n == 0 then return table.concat(trace, " ") end return fewer(n - 1, note(n), note(-n)) end
print(fewer(3))
local function through(n, ...) if n == 0 then return select("#", ...), ... end return through(n - 1, n, ...) end
print(through(4))
local function pair() return 0, "second" end
local function from_call(n, what) if n == 0 then return what end return from_call(pair()) end
print(from_call(5, "first"))

-- values that stop being numbers, metamethods and errors on the way
local function mixed(n, x) if n == 0 then return x, type(x) end return mixed(n - 1, n == 2 and "7" or x + 1) end
print(mixed(5, 1))
local meta = setmetatable({}, { __sub = function(_, k) return k end, __eq = rawequal })
local function down(x, steps) if x == 0 then return steps end return down(x - 1, steps + 1) end
print(down(meta, 0), down("4", 0))
print(pcall(down, {}, 1))
print(pcall(down, 3))

-- while it is yielded from
local function walk(n, sum)
  if n == 0 then return "end", sum end
  return walk(n - 1, sum + coroutine.yield(n))
end
local co = coroutine.create(walk)
print(coroutine.resume(co, 3, 0))
for i = 1, 3 do print(coroutine.resume(co, i * 10)) end

-- for long
local function long(n, acc) if n == 0 then return acc end return long(n - 1, (acc + n) % 1009) end
print(long(30000, 0))
