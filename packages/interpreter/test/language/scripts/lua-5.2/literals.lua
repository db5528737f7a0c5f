-- Constants as they stand in a program, and how they print (manual 3.1, 3.4).
print(1, 1.0, 0.1, 1e3, 1E+3, 1e-3, .5, 5., 3e0, 0x10, 0xA.8, 0x.8p1, 0xffP-4, 0x1p+4)
print(1e15, 1e16, 123456789012345, 1234567890123456, 0.1 + 0.2, 1 / 3, 100, -0.0 == 0)
print(1e308 * 10, -1e308 * 10, 2 ^ 53, 2 ^ 53 + 1, 1e100)
print(0xffffffff, 0x7fffffffffffffff, 0xA, 0Xa, 1e300 * 1e-300)
print("a\tb", 'single "double"', "double 'single'", "tab\\n", "\65\066\0067", "\x41\x7a", "\z
       skipped \z   spaces")
print("line one\
line two")
print([[long]], [[
first newline dropped]], [==[with ]] and ]=] inside]==], [[two
lines]])
print(#[[

]], #"\0\0a", #"", #"\z   ")
print("\a\b\f\v\r\n" == "\7\8\12\11\13\10", "\'\"\\")
print(nil, true, false)
print(#"\xff\xfe", "caf\xc3\xa9")
print(#"" == 0)
-- comments of every kind
--[[ a long
comment ]] print("after a long comment")
--[==[ another ]] one
]==] print("after a levelled one")
---[[ not long
print("a line comment that looks long")
--]]
print(1 --[[inside]] + --[=[ two ]=] 2)
;;; print("empty statements") ;
print "call without parentheses" print [[long string call]]
local t = { f = function(x) return x end }
print(t.f "one", t.f { 7 } [1], t.f [[two]], #t.f { 1, 2, 3 })
print(type "x", type {}, (type)(nil))
print(-2 ^ 2, 2 ^ -1, - -3, not nil == true, not (nil == true), -"2" + 0)
print(1 .. 2, 1.5 .. "", -1 .. "", 2 ^ 63 .. "", 1e15 .. "|" .. 1e14)
