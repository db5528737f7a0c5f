-- Table constructors (manual 3.4.8).
local function show(t)
  local n, s = 0, ""
  for _ in pairs(t) do n = n + 1 end
  for i = 1, 6 do s = s .. tostring(t[i]) .. " " end
  print(n, #t, s, t.x, t.y)
end
local function three() return 1, 2, 3 end
local function none() end
show {} show { 1 } show { 1, 2, 3 } show { 1, 2, 3, } show { 1; 2; 3; } show { x = 1, y = 2 }
show { 1, x = 1, 2, y = 2, 3 } show { [1] = "a", [2] = "b" } show { ["x"] = 1, ["y" .. ""] = 2 }
show { three() } show { three(), three() } show { three(), x = 1 } show { (three()) } show { none() }
show { three(), nil } show { 0, three() } show { x = three(), three() } show { [three()] = "one" }
print(({ nil })[1], #{ nil }, #{ nil, nil }, ({ nil, 2 })[2], ({ nil, nil, 3 })[3], ({ 1, nil, 3 })[3])
print(next({ nil }), next { x = nil }, next { [1] = nil })
-- keys that come twice
print(({ x = 1, x = 2 }).x, ({ ["x"] = 1, x = 2 }).x, ({ [1.5] = 1, [1.5] = 2 })[1.5])
print(({ "positional", [1] = "keyed" })[1], ({ [1] = "keyed", "positional" })[1], ({ [2] = "keyed", 1, 2 })[2])
print(({ x = 1, x = nil }).x, ({ [3] = "three", 1, 2 })[3], #{ [3] = "three", 1, 2 })
local k = "key"
print(({ [k] = 1, key = 2 }).key, ({ key = 2, [k] = 1 }).key)
-- keys of every type
local f = function() end
local t = { [1.0] = "int", [-1] = "neg", [0] = "zero", [0.5] = "half", [true] = "yes", [f] = "fn", [k] = "str", ["a b"] = "space", [2 ^ 53] = "big" }
print(t[1], t[-1], t[0], t[-0], t[0.5], t[true], t[f], t.key, t["a b"], t[2 ^ 53], t[9007199254740992])
print(pcall(function() return { [nil] = 1 } end))
print(pcall(function() return { [0 / 0] = 1 } end))
print(pcall(function() local n return { 1, 2, x = 3, [n] = 4 } end))
-- nested, as arguments, with functions and methods
local nested = { { 1, { 2, { 3 } } }, sub = { list = { "a", "b" }, f = function(self) return self.list[2] end } }
print(nested[1][2][2][1], nested.sub:f(), #nested[1], #{ { {}, {} }, {} })
print(#{ three(), { three() } }, ({ { three() } })[1][3])
-- long ones
local long = {
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
  31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60,
  61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, a = "a", 81, 82, three(), three()
}
print(#long, long[64], long[65], long[83], long[84], long[86], long.a)
local holes = {
  nil, 2, nil, 4, nil, 6, nil, 8, nil, 10, nil, 12, nil, 14, nil, 16, nil, 18, nil, 20, nil, 22, nil, 24, nil, 26, nil, 28, nil, 30,
  nil, 32, nil, 34, nil, 36, nil, 38, nil, 40, nil, 42, nil, 44, nil, 46, nil, 48, nil, 50, nil, 52, nil, 54, nil, 56, nil, 58, nil, 60,
  nil, 62, nil, 64, nil, 66, nil, 68, nil, 70
}
local n = 0
for _ in pairs(holes) do n = n + 1 end
print(n, holes[1], holes[2], holes[69], holes[70])
local source = "return {"
for i = 1, 300 do source = source .. (i % 3 == 0 and "k" .. i .. "=" .. i or i % 3 == 1 and i or "[" .. i .. "]=" .. i) .. "," end
local big = load(source .. "...}")("last", "very last")
n = 0
for _ in pairs(big) do n = n + 1 end
print(n, #big >= 100, big[1], big[2], big.k3, big[5], big.k300, big[101], big[102])
-- values are computed in order, and may use what is around
local order = ""
local function v(x) order = order .. x return x end
local o = { v "a", x = v "b", v "c", [v "d"] = v "e", v "f" }
print(order, o[1], o[2], o[3], o.x, o.d)
local a, b = 1, 2
a, b = { a, b }, { b, a }
print(a[1], a[2], b[1], b[2])
-- tables made in a loop are new each time
local made = {}
for i = 1, 3 do made[i] = { i } end
made[1][1] = "changed"
print(made[1][1], made[2][1], made[3][1], made[1] == made[2])
-- varargs inside
local function pack(...) return { n = select("#", ...), ... }, { ..., "x" }, { "x", ... }, { (...) } end
local p1, p2, p3, p4 = pack(7, nil, 9)
print(p1.n, p1[1], p1[3], #p2, p2[1], p2[2], p3[1], p3[2], p3[4], #p4)
print({} == {}, #"x", #{ ... } == select("#", ...))

-- Positional values are stored after computed keys, however many there are at the end.
do
  local function two() return 1, "last" end
  local function holes() return 1, nil, 3 end
  local function all(...) return { [2] = "two", [3] = "three", [4] = "four", ... } end
  local key = 2
  local function show(t) print(#t, t[1], t[2], t[3], t[4]) end
  show({ [2] = "two", two() })
  show({ [2] = nil, two() })
  show({ two(), [2] = "two" })
  show({ [1] = "one", [3] = "three", two() })
  show({ [key] = "two", "first", two() })
  local t = { [key] = "two", [3] = "three", holes() }
  print(t[1], t[2], t[3])
  t = all("a", nil, "c")
  print(t[1], t[2], t[3], t[4])
  t = all()
  print(t[1], t[2], t[3], t[4])
end

-- Fifty at a time.
do
  local values = {}
  for i = 1, 120 do values[i] = tostring(i) end
  local function at(count, key, position)
    local parts = {}
    for i = 1, count do
      if i == position then parts[#parts + 1] = "[" .. key .. "] = 'keyed'" end
      parts[#parts + 1] = values[i]
    end
    if position > count then parts[#parts + 1] = "[" .. key .. "] = 'keyed'" end
    local t = load("return { " .. table.concat(parts, ", ") .. " }")()
    return t[key]
  end
  for _, count in ipairs({ 49, 50, 51, 60, 99, 100, 101, 120 }) do
    print(count, at(count, 3, 3), at(count, 3, 49), at(count, 3, 51), at(count, 3, 101),
      at(count, count, count), at(count, count, count + 1), at(count, 50, 51), at(count, 51, 52))
  end
end
