-- Upvalues, read, written, identified and joined.
local function names(f)
  local list, i = {}, 1
  while true do
    local name, value = debug.getupvalue(f, i)
    if not name then break end
    list[#list + 1] = name .. "=" .. (type(value) == "table" and "table" or type(value) == "function" and "function" or tostring(value))
    i = i + 1
  end
  print(table.concat(list, " "))
end

local constant, changing = "constant", 1
local function reads() return constant, changing end
local function also() return constant end
local function counts() changing = changing + 1 return changing end
names(reads) names(also) names(counts)
print(debug.setupvalue(reads, 1, "set"), constant, reads())
print(also())
print(debug.setupvalue(reads, 2, 10), counts(), changing)
print(debug.setupvalue(reads, 3, 10))
print(debug.setupvalue(reads, 2, "text"), changing, pcall(counts) == false)
changing = 1

-- a function that calls itself
local function fact(n) return n <= 1 and 1 or n * fact(n - 1) end
names(fact)
local plain = fact
debug.setupvalue(fact, 1, function() return 100 end)
print(plain(5), fact(5))

-- identity
print(debug.upvalueid(reads, 1) == debug.upvalueid(also, 1))
print(debug.upvalueid(reads, 2) == debug.upvalueid(counts, 1), debug.upvalueid(reads, 1) == debug.upvalueid(reads, 2))
local function make() local own = 0 return function() own = own + 1 return own end, function() return own end end
local step1, get1 = make()
local step2, get2 = make()
print(debug.upvalueid(step1, 1) == debug.upvalueid(get1, 1), debug.upvalueid(step1, 1) == debug.upvalueid(step2, 1))
print(type(debug.upvalueid(step1, 1)))

-- joining
step1() step1()
debug.upvaluejoin(get2, 1, step1, 1)
print(get1(), get2(), step2(), get2(), step1(), get2())
print(debug.upvalueid(get2, 1) == debug.upvalueid(step1, 1), debug.upvalueid(get2, 1) == debug.upvalueid(step2, 1))

-- an environment of its own
local f = load("x = 1 return x, print ~= nil")
print(debug.getupvalue(f, 1) == "_ENV", f())
local env = {}
debug.setupvalue(f, 1, env)
print(f())
print(env.x)
local g = load("return y")
debug.upvaluejoin(g, 1, function() return env end, 1)
env.y = "joined"
print(g())

-- wrong uses
for _, call in ipairs({
  function() debug.getupvalue() end,
  function() debug.getupvalue(1, 1) end,
  function() debug.setupvalue(reads, 1) end,
  function() debug.upvalueid(reads, 9) end,
  function() debug.upvalueid(type, 1) end,
  function() debug.upvaluejoin(reads, 1, also, 2) end,
  function() debug.upvaluejoin(reads, 1, type, 1) end,
}) do print(select(2, pcall(call))) end
print(debug.getupvalue(type, 1))
