-- Recursion of every kind, and tables and closures built by it.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(20))
function ack(m, n)
  if m == 0 then return n + 1 end
  if n == 0 then return ack(m - 1, 1) end
  return ack(m - 1, ack(m, n - 1))
end
print(ack(2, 3))
local t = {}
function t.gcd(a, b) if b == 0 then return a end return t.gcd(b, a % b) end
function t:depth(n) if n == 0 then return 0 end return 1 + self:depth(n - 1) end
print(t.gcd(48, 36), t:depth(50))
local function hanoi(n, a, b, c, count)
  if n == 0 then return count end
  count = hanoi(n - 1, a, c, b, count)
  return hanoi(n - 1, c, b, a, count + 1)
end
print(hanoi(8, "a", "b", "c", 0))
local function tree(d) if d == 0 then return { v = 1 } end return { l = tree(d - 1), r = tree(d - 1), v = d } end
local function sum(n) if not n then return 0 end return n.v + sum(n.l) + sum(n.r) end
local function mirror(n) if n.l then n.l, n.r = mirror(n.r), mirror(n.l) end return n end
print(sum(tree(8)), sum(mirror(tree(6))))
local function queens(n)
  local solutions, cols, d1, d2 = 0, {}, {}, {}
  local function place(row)
    if row > n then solutions = solutions + 1 return end
    for c = 1, n do
      if not cols[c] and not d1[row + c] and not d2[row - c] then
        cols[c], d1[row + c], d2[row - c] = true, true, true
        place(row + 1)
        cols[c], d1[row + c], d2[row - c] = nil, nil, nil
      end
    end
  end
  place(1)
  return solutions
end
print(queens(5), queens(6))
local function qsort(list, lo, hi)
  if lo < hi then
    local p = list[hi]
    local i = lo - 1
    for j = lo, hi - 1 do if list[j] <= p then i = i + 1 list[i], list[j] = list[j], list[i] end end
    list[i + 1], list[hi] = list[hi], list[i + 1]
    qsort(list, lo, i)
    qsort(list, i + 2, hi)
  end
  return list
end
local seed, list = 42, {}
for i = 1, 60 do seed = (seed * 1103515245 + 12345) % 2147483648 list[i] = seed % 100 end
qsort(list, 1, #list)
local ok = true
for i = 2, #list do ok = ok and list[i - 1] <= list[i] end
print(ok, list[1], list[30], list[60])
local function permgen(a, n, out)
  if n == 0 then out[#out + 1] = a[1] .. a[2] .. a[3] .. a[4] return out end
  for i = 1, n do a[n], a[i] = a[i], a[n] permgen(a, n - 1, out) a[n], a[i] = a[i], a[n] end
  return out
end
local out = permgen({ 1, 2, 3, 4 }, 4, {})
print(#out, out[1], out[24])
local even, odd
function even(n) if n == 0 then return true else return odd(n - 1) end end
function odd(n) if n == 0 then return false else return even(n - 1) end end
print(even(31), odd(31))
print((function(f, n) return f(f, n) end)(function(self, n) if n == 0 then return "end" end return n .. self(self, n - 1) end, 5))
local memo = setmetatable({}, { __index = function(m, n) local v = n < 2 and n or m[n - 1] + m[n - 2] m[n] = v return v end })
print(memo[60])
local function flatten(v, into) if type(v) ~= "table" then into[#into + 1] = v else for i = 1, #v do flatten(v[i], into) end end return into end
local flat = flatten({ 1, { 2, { 3, { 4 } } }, { { 5 } }, 6 }, {})
print(#flat, flat[4], flat[6])
local function compose(f, ...) if not ... then return f end local rest = compose(...) return function(...) return f(rest(...)) end end
print(compose(function(x) return x + 1 end, function(x) return x * 2 end, function(x, y) return x + y end)(3, 4))
