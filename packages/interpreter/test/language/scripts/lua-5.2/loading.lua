-- load (manual 6.1): strings, readers, modes, chunk names, results.
print(load("return 1 + 1")()) print(load("return ...")(1, 2, 3)) print(select("#", load("")()))
print(load("syntax error here")) print(type(load("return", "=name"))) print(load("x = ", "@file.lua")) print(load("for i = 1 do end", "some code"))
print(type(load("return 1", "=b", "b"))) print(load("return 1", "=t", "t")()) print(load("return 1", "=bt", "bt")())
-- readers
local function pieces(...) local list, i = { ... }, 0 return function() i = i + 1 return list[i] end end
print(load(pieces("return ", "1", " + ", "2"))()) print(load(pieces("ret", "urn 'split'", "", "ignored"))())
print(type(load(pieces()))) print(load(pieces("x =")))
print(pcall(function() return load(function() error("reader fails", 0) end) end))

print(pcall(function() return load(nil) end))
-- chunks are functions: recursion, upvalues, varargs, errors
local chunk = load("local n = ... if n == 0 then return 'bottom' end return self(n - 1)", "=rec")
self = chunk
print(chunk(10))
local counter = load("local n = 0 return function() n = n + 1 return n end")
local c1, c2 = counter(), counter()
print(c1(), c1(), c2())
print(pcall(load("error('in chunk')", "=chunk"))) print(pcall(load("local x x.y = 1", "@chunk.lua"))) print(pcall(load("\n\nerror('line 3')", "=three")))
print(pcall(load("return 1 + nil"))) print(pcall(load("-- comment\nlocal t = {}\nt.x.y = 1", "=multi")))
local co = coroutine.wrap(load("local a = ... local b = coroutine.yield(a + 1) return a + b"))
print(co(1), co(10))
-- text forms
print(load("return 'a\\\nb'")()) print(load("return [[\r\nx]]")() == "x") print(load("return 1;")()) print(load(";;;return 2")())
print(type(load("--[[ only a comment ]]"))) print(load("::label::") ~= nil, load("goto nowhere")) print(load("break"))
-- readers that give something else: the place is that of the call of load
print(pcall(function()
  local loaded, message = load(function() return {} end)
  return loaded, message
end))
