-- Methods and function names (manual 3.4.9, 3.4.10).
local Point = {}
Point.__index = Point
function Point.new(x, y) return setmetatable({ x = x, y = y }, Point) end
function Point:add(o) return Point.new(self.x + o.x, self.y + o.y) end
function Point:get() return self.x, self.y end
function Point:scale(k, ...) self.x, self.y = self.x * k, self.y * (... or k) return self end
local p = Point.new(1, 2):add(Point.new(10, 20))
print(p:get())
print(p:scale(2):scale(1, 3):get())
print(p.get(p), Point.get(p), p["get"](p))
local a = { b = { c = {} } }
function a.f(x) return "f", x end
function a.b.g(x) return "g", x end
function a.b.c.h(x) return "h", x end
function a:m(x) return self == a, x end
function a.b:m(x) return self == a.b, x end
function a.b.c:m(x, ...) return self == a.b.c, x, ... end
print(a.f(1)) print(a.b.g(2)) print(a.b.c.h(3)) print(a:m(4)) print(a.b:m(5)) print(a.b.c:m(6, 7, 8))
-- inheritance three classes deep
local Animal = {} Animal.__index = Animal
function Animal:speak() return "..." end
function Animal:intro() return self.name .. " says " .. self:speak() end
local Dog = setmetatable({}, { __index = Animal }) Dog.__index = Dog
function Dog:speak() return "woof" end
local Puppy = setmetatable({}, { __index = Dog }) Puppy.__index = Puppy
function Puppy:speak() return Dog.speak(self) .. "!" end
local function make(class, name) return setmetatable({ name = name }, class) end
print(make(Animal, "a"):intro(), make(Dog, "d"):intro(), make(Puppy, "p"):intro())
local pup = make(Puppy, "q")
print(pup:speak()) Dog.speak = function() return "WOOF" end print(pup:speak())
pup.speak = function(self) return "own " .. self.name end
print(pup:speak(), pup:intro()) pup.speak = nil print(pup:intro())
Puppy.speak = nil print(pup:intro())
-- methods that are not functions
local callable = setmetatable({}, { __call = function(self, obj, x) return obj.name, x end })
print(({ name = "n", m = callable }):m(1))
-- one evaluation of the object
local n = 0
local function object() n = n + 1 return p end
object():get() object():scale(1)
print(n)
-- arguments in all forms
local s = { str = function(self, x) return x end }
print(s:str "text", s:str [[long]], s:str { 1, 2 }[2], #s:str { 1, 2, 3 })
-- methods called in conditions, loops, constructors, other calls
local stack = { n = 0 }
function stack:push(v) self.n = self.n + 1 self[self.n] = v return self end
function stack:pop() local v = self[self.n] self[self.n] = nil self.n = self.n - 1 return v end
function stack:empty() return self.n == 0 end
stack:push(1):push(2):push(3)
while not stack:empty() do print(stack:pop()) end
print(pcall(function() return stack:missing() end))
print(pcall(function() local x return x:m() end))
print(pcall(function() return stack.n:m() end))
print(pcall(function() return ("x"):nomethod() end))
print(pcall(function() return undefinedthing:m() end))
print(({ stack:push(5):pop(), stack:push(7).n })[2])
