-- Generic `for` (manual 3.3.5) with every kind of iterator.
local function sorted(iterate)
  local keys = {}
  for k in iterate() do keys[#keys + 1] = tostring(k) end
  for i = 1, #keys do for j = 1, #keys - i do if keys[j] > keys[j + 1] then keys[j], keys[j + 1] = keys[j + 1], keys[j] end end end
  local s = ""
  for i = 1, #keys do s = s .. keys[i] .. " " end
  return s
end
print(sorted(function() return pairs { 1, 2, x = 3, [2.5] = 4, [true] = 5 } end))
for i, v in ipairs { "a", "b", nil, "d" } do print(i, v) end
for i, v in ipairs {} do print("never") end
for k, v in pairs {} do print("never") end
for k, v in next, { only = 1 } do print(k, v) end
for k, v in next, { 1, 2, 3 }, 1 do print("from 1", k, v) end
for k, v, extra in pairs { 10 } do print(k, v, extra) end
for k in pairs { one = 1 } do print(k) end
for i, v, w, x in ipairs { "p" } do print(i, v, w, x) end
-- an iterator function with state
local function range(n, i) if i < n then return i + 1, (i + 1) * (i + 1) end end
for i, sq in range, 3, 0 do print(i, sq) end
-- a closure
local function letters(s) local i = 0 return function() i = i + 1 local c = s[i] if c then return c, i end end end
for c, i in letters { "x", "y", "z" } do print(c, i) end
-- a callable table
local callable = setmetatable({ 3 }, { __call = function(self, state, control) self[1] = self[1] - 1 if self[1] >= 0 then return self[1], state, control end end })
for v, state, control in callable, "state", "control" do print(v, state, control) end
-- results of one, several and no values; false goes on, nil stops
local results = { { 1 }, { false, 2 }, { 3, nil, 5 }, {} }
local at = 0
for a, b, c in function() at = at + 1 local r = results[at] if at < 4 then return r[1], r[2], r[3] end end do print(a, b, c) end
for _ in function() end do print("never") end
-- a coroutine
local function perm(t, n) if n == 0 then coroutine.yield(t) end for i = 1, n do t[i], t[n] = t[n], t[i] perm(t, n - 1) t[i], t[n] = t[n], t[i] end end
for p in coroutine.wrap(function() perm({ 1, 2, 3 }, 3) end) do print(p[1], p[2], p[3]) end
for a, b in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, i * i) end end) do print(a, b) end
-- loop variables: fresh, assignable, captured
local fs = {}
for k, v in ipairs { "a", "b", "c" } do fs[k] = function(s) if s then v = s end return k, v end end
print(fs[1]("changed"), fs[1](), fs[2](), fs[3]())
for k, v in ipairs { 1, 2 } do local old = k k, v = v * 10, k * 100 print(old, k, v) end
for k, v in pairs { z = 1 } do k = "other" v = v + 1 print(k, v) end
for i, v in ipairs { 5, 6, 7 } do i = 100 print(i, v) end
-- the iterator triple is evaluated once and kept
local t = { 1, 2, 3 }
for i, v in ipairs(t) do t = { 9, 9, 9, 9 } print(i, v) end
local f, s, c = pairs { q = 1 }
-- break and return from inside, nested
local function search(tt, want) for i, row in ipairs(tt) do for j, v in ipairs(row) do if v == want then return i, j end end end end
print(search({ { 1, 2 }, { 3, 4 } }, 4)) print(search({ { 1 } }, 4))
for k, v in pairs { 1, 2, 3 } do if v == 2 then break end print(k, v) end
for i, v in ipairs { 1, 2, 3 } do for j, w in ipairs { 1, 2, 3 } do if j == i then break end print(i, j) end end
-- ipairs stops at nil and sees elements that are added
local grow = { 1 }
for i, v in ipairs(grow) do if i < 5 then grow[i + 1] = v * 2 end print(i, v) end
local shrink = { 1, 2, 3, 4 }
for i, v in ipairs(shrink) do shrink[4] = nil print(i, v) end
-- through metamethods
local proxy = setmetatable({}, { __index = function(_, i) if i <= 3 then return i * 11 end end })
for i, v in function(t, i) if t[i + 1] then return i + 1, t[i + 1] end end, proxy, 0 do print(i, v) end
local withPairs = setmetatable({}, { __pairs = function(self) return function(_, k) if not k then return 1, "one" elseif k < 3 then return k + 1, "more" end end, self, nil end })
for k, v in pairs(withPairs) do print(k, v) end
local withIpairs = setmetatable({}, { __ipairs = function(self) return range, 2, 0 end })
for k, v in ipairs(withIpairs) do print(k, v) end
-- errors
print(pcall(function() for x in nil do end end))
print(pcall(function() for x in 5 do end end))
print(pcall(function() for x in {} do end end))

print(pcall(function() local it = "s" for x in it do end end))
print(pcall(next, {}, "nokey"))
