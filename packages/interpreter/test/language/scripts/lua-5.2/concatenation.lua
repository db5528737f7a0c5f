-- Concatenation (manual 3.4.5): right associative, numbers as text, metamethods on either side.
print("a" .. "b" .. "c", 1 .. 2 .. 3, "x" .. 1.5 .. -2, "" .. "" .. "")
print("a" .. "b" == "ab", "a" .. 1 + 2 .. "b", 2 .. "3" + 1)
local order = ""
local function v(x) order = order .. x return x end
print(v("a") .. v("b") .. v("c") .. v("d"), order)
local function obj(name)
  return setmetatable({ name = name }, {
    __concat = function(l, r)
      local ln = type(l) == "table" and l.name or l
      local rn = type(r) == "table" and r.name or r
      return "(" .. ln .. "." .. rn .. ")"
    end,
  })
end
local o, p = obj("o"), obj("p")
print(o .. "x", "x" .. o, o .. p, 1 .. o, o .. 2)
print("a" .. "b" .. o, "a" .. o .. "b", o .. "a" .. "b", "a" .. o .. p .. "b" .. "c")
print(("a" .. "b") .. o .. "c", "a" .. (o .. "b"), (o .. p) .. (p .. o))
for _, f in ipairs {
  function() return "a" .. nil end, function() return {} .. "a" end, function() return 1 .. {} end,
  function() return "a" .. "b" .. {} end, function() return {} .. "b" .. "c" end,
  function() local t = {} return "a" .. t .. "c" end, function() return true .. "x" end,
  function() return "x" .. print end, function() return undefinedglobal .. "x" end,
  function() local t = {} return "x" .. t.field.."y" end,
  function() local a, b = {}, {} return a .. b end,
  function() local a, b = 1, {} return a .. b end,
} do
  print(pcall(f))
end
-- 150 operands, of which some are numbers and some calls
local parts = "local f, n, s = ... return "
for i = 1, 150 do
  parts = parts .. (i > 1 and " .. " or "")
    .. (i % 5 == 0 and "f(" .. i .. ")" or i % 3 == 0 and i .. " " or i % 7 == 0 and "n" or "s")
end
local result = load(parts)(function(i) return "<" .. i .. ">" end, 0.5, "-")
print(#result, result)
-- as the argument of assignments and in loops
local s = ""
for i = 1, 20 do s = s .. i .. (i < 20 and "," or "") end
print(s)
local t = { s = "" }
for i = 1, 5 do t.s = t.s .. i t[i] = "k" .. i end
print(t.s, t[1] .. t[5], #t.s)
local captured = "start"
local function append(x) captured = captured .. x return captured end
print(append("1") .. append("2") .. captured)
print(captured .. append("3") .. captured)
