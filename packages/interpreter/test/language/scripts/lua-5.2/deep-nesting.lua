-- Deeply nested blocks, functions, tables, parentheses and calls (within PUC's limit of 200 levels).
local function rep(n, text) local s = "" for _ = 1, n do s = s .. text end return s end
local function run(s, ...) return assert(load(s, "=nested"))(...) end
print(run(rep(150, "do ") .. "result = 'deep' " .. rep(150, "end ") .. "return result"))
print(run("local n = 0 " .. rep(150, "do local n = n + 1 ") .. "result = n " .. rep(150, "end ") .. "return result, n"))
print(run("local x = ... " .. rep(150, "if x then ") .. "result = 'if' " .. rep(150, "end ") .. "return result", true))
print(run("local x = ... " .. rep(100, "if x then x = x + 1 else result = 'no' ") .. "result = x " .. rep(100, "end ") .. "return result", 1))
print(run("local n = 0 " .. rep(100, "while true do ") .. "n = n + 1 " .. rep(100, "break end ") .. "return n"))
print(run("local n = 0 " .. rep(45, "for i = 1, 1 do ") .. "n = n + 1 " .. rep(45, "end ") .. "return n"))
print(run("local n = 0 " .. rep(35, "for k, v in pairs { 1 } do ") .. "n = n + v " .. rep(35, "end ") .. "return n"))
print(run("local n = 0 " .. rep(100, "repeat local x = n ") .. "n = n + 1 " .. rep(100, "until x < n ") .. "return n"))
print(run("local v = 1 return " .. rep(45, "(function() local w = v return ") .. "v" .. rep(45, " + w end)()")))
print(run("return " .. rep(150, "(") .. "1" .. rep(150, ")")))
print(run("return " .. rep(100, "- ") .. "1"), run("return " .. rep(100, "not ") .. "true"))
print(#run("return " .. rep(150, "{") .. rep(150, "}")))
print(run("local f = ... return " .. rep(150, "f(") .. "0" .. rep(150, ")"), function(x) return x + 1 end))
print(run("local t = {} t.t = t return t" .. rep(300, ".t") .. " == t"))
print(run("local n = ... " .. rep(12, "for i = 1, 2 do if n then while n do ") .. "n = n + 1 " .. rep(12, "break end end end ") .. "return n", 0))
print(run("return " .. rep(80, "1 + (") .. "1" .. rep(80, ")")), run("return " .. rep(100, "2 ^ ") .. "1"), run("return " .. rep(150, "'a' .. ") .. "'b'") == rep(150, "a") .. "b")
-- calls at the bottom, with values kept at every level
print(run("local f, n = ..., 0 " .. rep(50, "do local x = f(n) n = n + x ") .. "n = f(n) " .. rep(50, "n = n + x end ") .. "return n", function() return 1 end))
print(run("local f = ... " .. rep(30, "for i = 1, 1 do local a = f(i) if a then ") .. "f('bottom') " .. rep(30, "end f(a) end ") .. "return f()", (function() local c = 0 return function(v) c = c + 1 return v or c end end)()))
