-- Coroutines (manual 2.6, 6.2): status, values both ways, wrap, nesting, deep yields.
local yield, resume, status, create, wrap = coroutine.yield, coroutine.resume, coroutine.status, coroutine.create, coroutine.wrap
local co = create(function(a, b)
  print("start", a, b)
  local c = yield(a + b)
  print("got", c)
  local d, e = yield(c * 2)
  print("got", d, e)
  local n = select("#", yield())
  print("count", n)
  return "end", nil, "values"
end)
print(type(co), status(co))
print(resume(co, 1, 2)) print(status(co))
print(resume(co, 10)) print(resume(co, "x", "y")) print(resume(co, nil, nil)) print(status(co))
print(resume(co)) print(resume(co, 1))
-- status seen from inside
local outer
outer = create(function()
  print("outer inside", status(outer))
  local inner = create(function() print("outer from inner", status(outer)) yield() end)
  resume(inner)
  print("inner", status(inner))
  resume(inner)
  print("inner", status(inner))
  print(resume(outer))
end)
resume(outer)
print("outer", status(outer))
-- wrap
local gen = wrap(function(n) for i = 1, n do yield(i, i * i) end return "done" end)
print(gen(2)) print(gen()) print(gen()) print(pcall(gen))
local failing = wrap(function() yield(1) error("inside") end)
print(failing()) print(pcall(failing)) print(pcall(failing))
local failtable = wrap(function() error({ code = 7 }) end)
print(select(2, pcall(failtable)).code)
-- generators nested in generators
local function tree(t) if t then tree(t[1]) yield(t.v) tree(t[2]) end end
local s = ""
for v in wrap(function() tree { { { v = 1 }, { v = 3 }, v = 2 }, { nil, { v = 6 }, v = 5 }, v = 4 } end) do s = s .. v end
print(s)
local function filter(f, g) return wrap(function() for x in g do if f(x) then yield(x) end end end) end
local function numbers(n) return wrap(function() for i = 2, n do yield(i) end end) end
local primes, source = "", numbers(50)
while true do
  local p = source()
  if not p then break end
  primes = primes .. p .. " "
  source = filter(function(x) return x % p ~= 0 end, source)
end
print(primes)
-- producer and consumer
local function producer() return create(function() for _, item in ipairs { "a", "b", "c" } do yield(item) end return nil end) end
local function consume(p) local out = "" while true do local ok, item = resume(p) if not item then return out end out = out .. item end end
print(consume(producer()))
-- yields in every place of an expression or statement
local function step(...) return yield(...) end
local function feed(f, ...)
  local c, given, at, out = create(f), { ... }, 0, ""
  local ok, v = resume(c)
  while status(c) ~= "dead" do
    out = out .. tostring(v) .. ";"
    at = at + 1
    ok, v = resume(c, given[at])
  end
  print(out, ok, v)
end
feed(function() return step(1) + step(2) * step(3) end, 10, 20, 30)
feed(function() return step("a") .. step("b") .. step("c") end, "x", "y", "z")
feed(function() local t = { step(1), k = step(2), [step(3)] = step(4), step(5) } return t[1] .. t.k .. t.key .. t[2] end, "p", "q", "key", "r", "s")
feed(function() local t = {} t[step(1)], t[step(2)] = step(3), step(4) return t.a .. t.b end, "a", "b", "c", "d")
feed(function() if step(1) then return step(2) elseif step(3) then return "b" else return "c" end end, false, true)
feed(function() local n = 0 while step(n) do n = n + 1 end return n end, true, true, false)
feed(function() local n = 0 repeat n = n + 1 local x = step(n) until x return n end, false, nil, 1)
feed(function() local r = "" for i = step("from"), step("to"), step("by") do r = r .. i .. step(i) end return r end, 1, 5, 2, "a", "b", "c")
feed(function() local r = "" for k, v in step("f"), step("s"), step("c") do r = r .. tostring(k) .. tostring(v) end return r end, next, { 5 }, nil)
feed(function() return step(1) and step(2) or step(3) end, true, false, "third")
feed(function() return not step(1), step(2) == step(3), -step(4), #step(5) end, nil, 1, 1, 5, "four")
feed(function() return select("#", step(1), step(2)) end, 1, 2)
feed(function() return (step(1)) end, "only")
feed(function() return step(1)(step(2)) end, function(x) return "called " .. x end, "arg")
feed(function() return step(1):m(step(2)) end, { m = function(self, x) return self.v .. x end, v = "v" }, "arg")
feed(function() return step(1)[step(2)] end, { k = "indexed" }, "k")
feed(function() local a, b, c = step(1), step(2) return tostring(a) .. tostring(b) .. tostring(c) end, 1, 2)
feed(function() do local x = step(1) do local x = step(x) return x .. step(x) end end end, "a", "b", "c")
feed(function() for i = 1, 3 do if step(i) then goto out end end do return "not out" end ::out:: return "out" end, false, true)
feed(function() local i = 0 ::top:: i = i + 1 if step(i) then goto top end return i end, true, true, false)
feed(function(...) local function f(...) step(select("#", ...)) return ... end return f(1, nil, 3) end)
-- results of resume pass any number of values
local echo = wrap(function(...) local args = { n = select("#", ...), ... } while true do args = (function(...) return { n = select("#", ...), ... } end)(yield(args.n, args[1], args[args.n])) end end)
print(echo()) print(echo(nil)) print(echo(1, 2, 3)) print(echo(nil, nil))
-- running
print(type(coroutine.running()), select("#", coroutine.running()))
print(wrap(function() local c, main = coroutine.running() return type(c), main, status(c) end)())
-- yields deep down, and many coroutines at once
local function down(n) if n == 0 then return yield("bottom") end local r = down(n - 1) return r and r + 1 end
local deep = wrap(down)
print(deep(100)) print(deep(5))
local all = {}
for i = 1, 100 do all[i] = wrap(function() local n = 0 while true do n = n + i yield(n) end end) end
local total = 0
for _ = 1, 3 do for i = 1, 100 do total = total + all[i]() end end
print(total)
-- coroutines resuming each other in a ring
local ring, count = {}, 0
for i = 1, 5 do ring[i] = create(function(n) while n > 0 do count = count + 1 n = yield(i, n - 1) end return "end of " .. i end) end
local n, at, ok, who = 12, 1
while true do
  ok, who, n = resume(ring[at], n)
  if type(who) == "string" then print(who, count) break end
  at = at % 5 + 1
end
-- errors of use
print(pcall(function() create(1) end)) print(pcall(function() create() end)) print(pcall(function() wrap({}) end))
print(pcall(function() resume(1) end)) print(pcall(function() status(nil) end))
-- a coroutine whose function is native
print(resume(create(print), "printed", 1)) print(wrap(select)("#", 1, 2)) print(resume(create(error), "raised"))
print(resume(create(pcall), error, "in pcall")) print(wrap(pcall)(yield, "yielded from pcall"))
co = create(yield)
print(resume(co, 1, 2)) print(status(co)) print(resume(co, 3, 4)) print(status(co))
