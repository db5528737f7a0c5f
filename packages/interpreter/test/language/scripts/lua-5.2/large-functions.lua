-- Functions near and beyond the sizes that PUC Lua allows: locals, upvalues, temporaries, branches.
local function source(...) local s = "" for i = 1, select("#", ...) do s = s .. select(i, ...) end return s end
local function run(s, ...) return assert(load(s, "=large"))(...) end
local function rep(n, f, sep) local s = "" for i = 1, n do s = s .. f(i) .. (i < n and sep or "") end return s end
-- 200 locals in one block, more across blocks
print(run("local " .. rep(200, function(i) return "v" .. i end, ",") .. " = " .. rep(200, function(i) return i end, ",") .. " return v1 + v100 + v200, v199"))
print(run(rep(200, function(i) return "local v" .. i .. " = " .. i end, "\n") .. " return v1 + v100 + v200"))
print(run("local sum = 0 " .. rep(20, function(b) return "do " .. rep(50, function(i) return "local b" .. b .. "_" .. i .. " = " .. b * i end, " ") .. " sum = sum + b" .. b .. "_50 end" end, "\n") .. " return sum"))
-- 60 upvalues in one closure, all changed (PUC 5.2's limit of 255 is per function, 200 locals per function)
print(run("local " .. rep(190, function(i) return "u" .. i end, ",") .. " = " .. rep(190, function(i) return i end, ",")
  .. " local function f() " .. rep(190, function(i) return "u" .. i .. " = u" .. i .. " + 1" end, " ") .. " return " .. rep(190, function(i) return "u" .. i end, " + ") .. " end return f(), f()"))
print(run("local " .. rep(127, function(i) return "a" .. i end, ",") .. " = " .. rep(127, function(i) return i end, ",")
  .. " return (function() local " .. rep(127, function(i) return "b" .. i end, ",") .. " = " .. rep(127, function(i) return "a" .. i end, ",")
  .. " return (function() return " .. rep(127, function(i) return "a" .. i .. " + b" .. i end, " + ") .. " end)() end)()"))
-- long expressions
print(run("local x = ... return " .. rep(1000, function(i) return "x" end, " + "), 2))
print(run("local x = ... return " .. rep(1000, function(i) return "x * " .. i end, " - "), 1))
print(run("local f = ... return " .. rep(300, function(i) return "f(" .. i .. ")" end, " + "), function(v) return v end))
print(#run("local s = ... return " .. rep(80, function(i) return "s .. " .. i end, " .. "), "-"))
print(run("local t = ... return " .. rep(200, function(i) return "t.f" end, " and ") .. " or " .. rep(200, function() return "t.g" end, " or "), { f = 1 }))
print(run("local f = ... return select('#', " .. rep(200, function(i) return "f(" .. i .. ")" end, ", ") .. ")", function(v) return v end))
print(run("local f = ... return " .. rep(90, function(i) return "(" .. i .. " + " end, "") .. "f(0)" .. rep(90, function() return ")" end, ""), function(v) return v end))
print(run("local a = ... return " .. rep(150, function() return "a[" end, "") .. "1" .. rep(150, function() return "]" end, ""), { 1 }))
print(run("local a = ... return a" .. rep(2000, function() return ".x" end, ""), (function() local t = {} t.x = t t.y = 1 return t end)()) ~= nil)
print(run("local f = ... return f" .. rep(500, function() return "()" end, "") .. " ~= nil", (function() local function f() return f end return f end)()))
-- elseif chains of 1000, and as many statements
print(run("local x = ... if x == 0 then return 'zero' " .. rep(1000, function(i) return "elseif x == " .. i .. " then return 'is " .. i .. "'" end, "\n") .. " else return 'else' end", 777))
print(run("local x = ... if x == 0 then return 'zero' " .. rep(1000, function(i) return "elseif x == " .. i .. " then return 'is " .. i .. "'" end, "\n") .. " else return 'else' end", -1))
print(run("local x = ... local y " .. rep(400, function(i) return (i > 1 and "else" or "") .. "if x(" .. i .. ") then y = " .. i end, " ") .. " else y = 'none' end return y", function(i) return i == 300 end))
print(run("local n = 0 " .. rep(5000, function(i) return "n = n + " .. i end, "\n") .. " return n"))
print(run("local t = {} " .. rep(2000, function(i) return "t.k" .. i .. " = " .. i end, "\n") .. " return t.k1 + t.k2000"))
print(run("local f, n = ..., 0 " .. rep(1000, function(i) return "n = f(n, " .. i .. ")" end, "\n") .. " return n", function(a, b) return a + b end))
-- many functions, constants, labels
print(run("local fs = {} " .. rep(300, function(i) return "fs[" .. i .. "] = function(x) return x + " .. i .. " end" end, "\n") .. " local s = 0 for i = 1, #fs do s = fs[i](s) end return s"))
print(run("local n = ... " .. rep(100, function(i) return "::l" .. i .. ":: n = n + 1 if n == " .. i * 3 .. " then goto l" .. (101 - i) .. " end" end, "\n") .. " return n", 0))
local t = run("return {" .. rep(5000, function(i) return i % 2 == 0 and i or "'" .. i .. "'" end, ",") .. "}")
print(#t, t[1], t[2], t[5000], type(t[4999]))
local r = run("return {" .. rep(1000, function(i) return "key" .. i .. " = " .. i end, ",") .. "}")
print(r.key1, r.key500, r.key1000, r.key1001)
-- many parameters, arguments and results
print(run("return (function(" .. rep(200, function(i) return "p" .. i end, ",") .. ") return p1 + p100 + p200 end)(" .. rep(200, function(i) return i end, ",") .. ")"))
print(select("#", run("return " .. rep(200, function(i) return i end, ","))))
print(run("local " .. rep(50, function(i) return "a" .. i end, ",") .. " = ... return a1, a50", (function(...) return ... end)(run("return " .. rep(60, function(i) return i end, ",")))))
