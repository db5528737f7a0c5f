-- Every construct of Lua 5.2 at least once: what the mutation test breaks.
local a, b, c = 1, 0x1F, 3.5e-2
local s = "tab\t\65\x41\z
           quote\"" .. 'single\'' .. [[long
string]] .. [==[with ]] inside]==]
local t = { 1, 2; 3, x = a, ["key"] = b, [1 + 2] = c, f = function() end, { } , }
global, t.x, t["y"], t[1] = a, b
do
  local shadow = nil;
  ;
end
while a < 10 and not (b >= c or a ~= b) do
  a = a + 1
  if a == 5 then break elseif a > 7 then goto continue else a = a - -1 end
  b = b * 2 / 3 % 4 ^ 2 ^ 1
  ::continue::
end
repeat
  local done = #t > 3 and true or false
until done
for i = 10, 1, -1 do t[i] = i end
for i = 1, 3 do for j = i, 3 do if j == 2 then goto next_i end end ::next_i:: end
for k, v in pairs(t) do print(k, v) end
for x in (function() return nil end) do break end
local function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end
function t.a(...) local first, second = ..., (...) return select("#", ...), ... end
function t.nested(self) return self end
t.sub = { deep = { } }
function t.sub.deep:method(x, y, ...) self.x = x; return self, y, { ... } end
t.sub.deep:method(1, 2, 3):method "text":method { 1, 2 }
print "string call" print [[long call]] print { "table call" }
local v = t.sub["deep"].x, t.a(1, t.a(2))(3), (t.a(4)), -a ^ 2, not not b, #s
goto finish
do ::redo:: a = a - 1 if a > 0 then goto redo end end
::finish:: ; ::again:: --[[ comment ]] --[==[ another
comment ]==]
return fact(5), s, v, function(...) return ... end, t.a
