-- Keys of tables: numbers that are integers, negative zero, NaN, nil, and every other type.
local t = {}
t[1] = "a" t[2.0] = "b" t[3] = "c"
print(t[1.0], t[2], t[3.0], #t, t["1"], t[1.5])
t[-0] = "zero"
print(t[0], t[-0], t[0 * -1], next({ [-0] = 1 }))
local nan = 0 / 0
print(t[nan], t[nil], rawget(t, nil))
print(pcall(function() t[nan] = 1 end))
print(pcall(function() t[nil] = 1 end))
print(pcall(function() t[nan] = nil end))
print(pcall(function() local k t[k] = 1 end))
print(pcall(rawset, {}, nil, 1))
print(pcall(rawset, {}, nan, 1))
t[1 / 0] = "inf" t[-1 / 0] = "-inf"
print(t[1 / 0], t[-1 / 0], t[2 ^ 1024])
t[2 ^ 53] = "2^53" t[1e300] = "1e300" t[0.1] = "0.1"
print(t[2 ^ 53], t[9007199254740992], t[1e300], t[1 / 10], t[0.1 + 0.2 - 0.2])
t[true], t[false] = "T", "F"
print(t[true], t[false], t[1 == 1])
local f, co = function() end, coroutine.create(function() end)
t[f], t[co], t[t], t[print] = "function", "thread", "itself", "native"
print(t[f], t[co], t[t], t[print], t[function() end])
t["a\0b"], t["a"], t[""] = "zero inside", "a", "empty"
print(t["a\0b"], t["a\0c"], t.a, t[""])
-- clearing and setting again
local u = {}
for i = 1, 10 do u[i] = i end
for i = 10, 6, -1 do u[i] = nil end
print(#u, u[6], u[5])
for i = 6, 8 do u[i] = i end
print(#u)
u[#u + 1] = "end"
print(#u, u[#u])
u[#u] = nil
print(#u)
for i = 1, 8 do u[i] = nil end
print(#u, next(u))
-- filled from the other end
local r = {}
for i = 20, 1, -1 do r[i] = i end
local s = 0
for _, v in ipairs(r) do s = s + v end
print(#r, s)
for i = 1, 19 do r[i] = nil end
print(r[20], (next(r)))
-- filled in any order
local w, order = {}, { 5, 3, 1, 4, 2, 8, 7, 6 }
for _, k in ipairs(order) do w[k] = k * k end
print(#w, w[1], w[8])
local neg = {}
for i = -3, 3 do neg[i] = i end
print(#neg, neg[-3], neg[0], neg[3])
-- strings that look like numbers are other keys
local m = {}
m["1"], m[1], m["1.0"], m[10], m["10"] = "s1", "n1", "s1.0", "n10", "s10"
print(m["1"], m[1], m["1.0"], m[10], m["10"], #m)
-- many string keys
local many = {}
for i = 1, 500 do many["key" .. i] = i end
local n = 0
for k, v in pairs(many) do n = n + v end
print(n, many.key1, many.key250, many["key" .. 500], many.key501)
for i = 1, 500, 2 do many["key" .. i] = nil end
n = 0
for _ in pairs(many) do n = n + 1 end
print(n, many.key1, many.key2)
many.key1 = "back"
print(many["key1"], many.key1)
-- fields named by constants, by computed strings and by both
local rec = { alpha = 1 }
local beta = "be" .. "ta"
rec[beta] = 2
rec["gam" .. "ma"] = 3
print(rec.alpha, rec.beta, rec.gamma, rec["al" .. "pha"], rec[beta])
rec.alpha = nil
rec["alpha"] = "again"
print(rec.alpha, rawget(rec, "alpha"), rawequal(rec.alpha, "again"))
rec.beta = nil
print(rec[beta], rec.beta)
-- a large sparse index
local sparse = {}
sparse[1000000] = "m" sparse[1] = 1 sparse[2 ^ 31] = "2^31" sparse[2 ^ 32 + 1] = "x"
print(sparse[1000000], #sparse, sparse[2147483648], sparse[4294967297])
-- in loops over all
local sum, count = 0, 0
for k, v in pairs { 10, 20, 30, nil, 50, x = 5 } do sum = sum + v count = count + 1 end
print(sum, count)
print(rawlen { 1, 2 }, rawlen "abc", rawequal(t, t), rawequal({}, {}), rawget({ 5 }, 1), rawset({}, 1, 2)[1])
