-- Arithmetic, precedence and coercion of strings (manual 3.4.1, 3.4.2, 3.4.7).
print(7 + 2, 7 - 2, 7 * 2, 7 / 2, 7 % 2, 7 ^ 2, -7)
print(7 % 3, -7 % 3, 7 % -3, -7 % -3, 5.5 % 2, -5.5 % 2, 5.5 % -2)
print(6 % 3, -6 % 3, 6 % -3, 0 % 5, 1 % 1, 2 ^ 0.5, (-8) ^ 3, 4 ^ -0.5)
print(1 / 0, -1 / 0, 1 / (0 * -1), 0 ^ 0, (1 / 0) ^ 0, 1 ^ (1 / 0))
local nan = 0 / 0
print(nan == nan, nan ~= nan, nan < nan, nan <= nan, nan > 1, not (nan == nan))
print(2 + 3 * 4 ^ 2 / 2, (2 + 3) * 4, 2 ^ 3 ^ 2, -2 ^ 2, -(2 ^ 2), 2 * -3, 2 - -3, 10 - 3 - 2)
print(100 / 10 / 2, 100 / (10 / 2), 7 % 4 * 2, 7 * 4 % 3, 1 + 2 .. 3 + 4, "a" .. 1 + 1 .. "b")
print(1 < 2 == true, not 1 == 2, #"abc" + 1, -#"abc", - - 2, not not 1)
-- strings that read as numbers
print("10" + 5, 5 + "10", "3" * "4", "10" / "4", "7" % "4", "2" ^ "3", -"2", -" 0x10 ")
print("0x10" + 0, " 5 " + 0, "1e2" + 0, "\t7\n" * 1, ".5" + 0, "5." + 0, "0x.8p1" + 0)
print(pcall(function() return "abc" + 1 end))
print(pcall(function() return 1 + "abc" end))
print(pcall(function() return "" + 1 end))
print(pcall(function() return "1 2" + 1 end))
print(pcall(function() local s = "x" return -s end))
print(pcall(function() return {} + 1 end))
print(10 .. 20, "n" .. 1.5, 1e100 .. "", -0.5 .. "", 2 ^ 31 .. "")
-- arithmetic with locals that are always numbers, and ones that are not
local a, b, c = 3, 4, 0
c = a * b + a - b / 2
print(c, a % b, a ^ b, -a, c > a, c == 13)
local s = 0
for i = 1, 10 do s = s + i * i % 7 - i / 2 end
print(s)
local x = "5"
x = x + 1
print(x, x * 2, type(x))
local function add(p, q) return p + q end
print(add(1, 2), add("1", 2), add(1.5, "2.5"), add("0x10", "1"))
-- one statement after another that reuses temporaries
local r = (a + b) * (a - b) + (b - a) * (b + a) - (a * b) / (b * a) + a * (b + c * (a + b * (c - a)))
print(r)
print(((a + b) + (a + b)) * ((a + b) - (a - b)), -(a + -(b + -(c + 1))))
local t = { n = 2, m = { n = 3 } }
print(t.n + t.m.n * t.n - t.m.n / t.n, t.n ^ t.m.n % t.m.n, -t.n, -t.m.n + -t.n)
t.n = t.n + 1
t.m.n = t.m.n * t.n
print(t.n, t.m.n)
print(1e15 + 0.5, 2 ^ 53 == 2 ^ 53 + 1, 0.1 + 0.2 == 0.3, 1e308 + 1e308)
