-- The lines that errors of loops are told on, and the order of upvalues.
local function message(source) return (select(2, pcall(load(source, "=s")))) end
for _, bounds in ipairs({ "{},\n1", "1,\n{}", "1,\n2,\n{}", "'x'\n,\n1" }) do
  print(message("\nfor i = " .. bounds .. "\n\ndo\nend"))
end
for _, values in ipairs({ "5", "\n5", "\nnil,\n5", "(\n5)", "nil\n" }) do
  print(message("\nfor k\nin " .. values .. " do\n\nend"))
end
print(message("for k in function() error('inside', 2) end,\n\n1 do\nend"))
print(message("for k\nin\n(function() return function() error('later', 2) end end)() do\nend"))

local a, b, c, t = 1, 2, 3, {}
local function order(f)
  local names = {}
  for i = 1, 9 do names[i] = debug.getupvalue(f, i) end
  print(table.concat(names, " "))
end
order(function() a = 1 return c + b end)
order(function() return c .. b .. a end)
order(function() return t[c](b, a) end)
order(function() return t:m(c)[b] == -a end)
order(function() return { c, [b] = a, t } end)
order(function() return function() return c, a end, b end)
order(function() for i = c, b, a do t = i end end)
order(function() for k in c, b do t = a end end)
order(function() c.x[b], a = t end)
order(function() local x = y return c and not (b or a) end)
order(function() function t.a.b() return c end return b end)
order(function() repeat local x = c until b[x] == a end)
