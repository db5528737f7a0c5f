-- Inheritance: a chain of three classes, methods found at every height of it, overridden ones,
-- calls to the parent's method, and a site that sees four kinds of object.
local scale = tonumber((...)) or 1
local n = math.floor(2000000 * scale)

local function class(parent)
  local new_class = {}
  new_class.__index = new_class
  if parent then
    setmetatable(new_class, parent)
  end
  return new_class
end

local Shape = class()
function Shape:init(name)
  self.name = name
  self.touched = 0
  return self
end
function Shape:touch()
  self.touched = self.touched + 1
end
function Shape:area()
  return 0
end
function Shape:weight()
  return self:area() * self.density
end
Shape.density = 2

local Rectangle = class(Shape)
function Rectangle:init(width, height)
  Shape.init(self, "rectangle")
  self.width, self.height = width, height
  return self
end
function Rectangle:area()
  return self.width * self.height
end

local Square = class(Rectangle)
function Square:init(side)
  Rectangle.init(self, side, side)
  self.name = "square"
  return self
end
function Square:weight()
  return Rectangle.weight(self) + 1
end

local Ring = class(Shape)
function Ring:init(outer, inner)
  Shape.init(self, "ring")
  self.outer, self.inner = outer, inner
  return self
end
function Ring:area()
  return 3 * (self.outer * self.outer - self.inner * self.inner)
end
Ring.density = 5

local function make(of, ...)
  return setmetatable({}, of):init(...)
end

local shapes = { make(Rectangle, 2, 3), make(Square, 4), make(Ring, 5, 2), make(Shape, "point") }

local started = os.clock()
local total = 0
for _ = 1, n do
  for k = 1, 4 do
    local shape = shapes[k]
    total = total + shape:weight()
    shape:touch()
  end
  total = total % 1000003
end
local touched = 0
for k = 1, 4 do
  touched = touched + shapes[k].touched
end
local fresh = 0
for i = 1, n / 10 do
  fresh = fresh + make(Square, i % 9):area()
end
local seconds = os.clock() - started

print(string.format("checksum %d %d %d", total, touched, fresh))
print(string.format("seconds %.6f", seconds))
