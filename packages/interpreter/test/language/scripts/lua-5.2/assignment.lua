-- Assignment (manual 3.3.3): all expressions are evaluated before any assignment.
local a, b, c = 1, 2
print(a, b, c)
a, b = b, a
print(a, b)
a, b, c = c, a, b
print(a, b, c)
a, b, c = 0, 1
print(a, b, c)
a, b = 1, 2, 3
print(a, b)
local function f() return 1, 2, 3 end
a, b, c = f()
print(a, b, c)
a, b, c = f(), 10
print(a, b, c)
a, b, c = 0, f()
print(a, b, c)
a, b, c = (f())
print(a, b, c)
a, b, c = f(), f(), f()
print(a, b, c)
local x, y, z, w = f()
print(x, y, z, w)
local p, q = (f()), (f())
print(p, q)
local only = f()
print(only)
-- tables as targets
local t = {}
t.x, t.y, t.z = f()
print(t.x, t.y, t.z)
t.x, t.y = t.y, t.x
print(t.x, t.y)
t[1], t[2], t[3] = 10, 20
print(t[1], t[2], t[3])
local i = 1
i, t[i] = i + 1, "first"
print(i, t[1], t[2])
local k = 3
t[k], k = "third", 4
print(k, t[3], t[4])
local u = { n = 1 }
u, u.n = { n = 2 }, 3
print(u.n)
local v1, v2 = { id = 1 }, { id = 2 }
v1, v2, v1.tag, v2.tag = v2, v1, "a", "b"
print(v1.id, v1.tag, v2.id, v2.tag)
local list = { next = nil, v = 1 }
for n = 2, 5 do list = { next = list, v = n } end
local reversed
while list do list, list.next, reversed = list.next, reversed, list end
local text = ""
while reversed do text, reversed = text .. reversed.v, reversed.next end
print(text)
-- globals
g1, g2 = 1, 2
g1, g2 = g2, g1
print(g1, g2, g3)
g1, a, t.a = a, g1, t.x
print(g1, a, t.a)
-- upvalues
local up1, up2 = "u1", "u2"
local function swap() up1, up2 = up2, up1 end
swap()
print(up1, up2)
local function rotate(n) up1, up2, n = n, up1, up2 return n end
print(rotate("u3"), up1, up2)
-- fields that are swapped by computed keys
local arr = { 5, 3, 8, 1, 9, 2 }
for j = 1, #arr do
  for l = 1, #arr - j do
    if arr[l] > arr[l + 1] then arr[l], arr[l + 1] = arr[l + 1], arr[l] end
  end
end
print(arr[1], arr[2], arr[3], arr[4], arr[5], arr[6])
local ii, jj = 1, 6
arr[ii], arr[jj], ii, jj = arr[jj], arr[ii], jj, ii
print(arr[1], arr[6], ii, jj)
-- assigning nil, and to the same name twice
t.x = nil
print(t.x)
do local m; local m = 5; local m = m; print(m) end
local n1, n1 = 1, 2
print(n1)
-- values that a call changes
local changing = 1
local function change() changing = changing + 1 return changing end
local r1, r2, r3 = changing, change(), changing
print(r1, r2, r3)
changing, r1 = change(), changing
print(changing, r1)
t.p, t.q, t.r = changing, change(), changing
print(t.p, t.q, t.r)
-- parameters
local function params(m, n, ...)
  m, n = n, m
  local o = ...
  o, m = m, o
  return m, n, o
end
print(params(1, 2, 3))
-- long lists
local l1, l2, l3, l4, l5, l6, l7, l8, l9, l10 = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
l1, l2, l3, l4, l5, l6, l7, l8, l9, l10 = l10, l9, l8, l7, l6, l5, l4, l3, l2, l1
print(l1, l2, l3, l4, l5, l6, l7, l8, l9, l10)
