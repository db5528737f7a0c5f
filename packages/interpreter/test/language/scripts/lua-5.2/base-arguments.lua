-- What the basic functions say of wrong arguments, and what they are (manual 6.1).
local f, s, c = pairs { q = 1 }
print(f == next, type(s), c)
local i1, i2 = ipairs {}, ipairs { 1 }
print(i1 == i2)
print(pcall(function() for x in pairs(nil) do end end))
print(pcall(function() for x in ipairs() do end end))
print(pcall(function() setmetatable(1, {}) end)) print(pcall(function() setmetatable({}, 1) end)) print(pcall(function() setmetatable({}) end))
print(pcall(setmetatable, setmetatable({}, { __metatable = "locked" }), {}))
print(pcall(function() pairs() end)) print(pcall(function() pairs(5) end)) print(pcall(function() ipairs("x") end)) print(pcall(function() ipairs() end))
print(setmetatable({}, { __tostring = function(s) return "printed" end }))
print(pcall(function() ipairs() end))
print(pcall(function()
  setmetatable(
    1,
    2
  )
end))
print(pcall(function() ipairs() end))
-- what tostring calls an object with an address: the type's name, natives too
for _, v in ipairs { print, string.format, function() end, {}, coroutine.create(print) } do
  print((tostring(v):gsub(": .*", ": address")))
end
