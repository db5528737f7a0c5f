/**
 * `vector`: vectors of three numbers. Source: tweaked.cc, vector.
 */

/** The file `/rom/apis/vector.lua`. */
export const VECTOR_API = `-- Vectors of three numbers. See https://tweaked.cc/module/vector.html

local expect = require("cc.expect").expect

local Vector = {}
local metatable = { __name = "vector", __index = Vector }

local function new(x, y, z)
  return setmetatable({ x = tonumber(x) or 0, y = tonumber(y) or 0, z = tonumber(z) or 0 }, metatable)
end

-- Raises the error of a method's caller when an argument is no vector.
local function check(index, value)
  if getmetatable(value) ~= metatable then
    local meta = type(value) == "table" and getmetatable(value)
    local name = type(meta) == "table" and meta.__name or type(value)
    error(("bad argument #%d (vector expected, got %s)"):format(index, name), 3)
  end
end

function Vector:add(other)
  check(1, self) check(2, other)
  return new(self.x + other.x, self.y + other.y, self.z + other.z)
end

function Vector:sub(other)
  check(1, self) check(2, other)
  return new(self.x - other.x, self.y - other.y, self.z - other.z)
end

function Vector:mul(factor)
  check(1, self)
  expect(2, factor, "number")
  return new(self.x * factor, self.y * factor, self.z * factor)
end

function Vector:div(divisor)
  check(1, self)
  expect(2, divisor, "number")
  return new(self.x / divisor, self.y / divisor, self.z / divisor)
end

function Vector:unm()
  check(1, self)
  return new(-self.x, -self.y, -self.z)
end

function Vector:dot(other)
  check(1, self) check(2, other)
  return self.x * other.x + self.y * other.y + self.z * other.z
end

function Vector:cross(other)
  check(1, self) check(2, other)
  return new(
    self.y * other.z - self.z * other.y,
    self.z * other.x - self.x * other.z,
    self.x * other.y - self.y * other.x
  )
end

function Vector:length()
  check(1, self)
  return math.sqrt(self.x * self.x + self.y * self.y + self.z * self.z)
end

function Vector:normalize()
  check(1, self)
  return self:div(self:length())
end

function Vector:round(tolerance)
  check(1, self)
  expect(2, tolerance, "number", "nil")
  local step = tolerance or 1
  local function toStep(n) return math.floor((n + step * 0.5) / step) * step end
  return new(toStep(self.x), toStep(self.y), toStep(self.z))
end

function Vector:tostring()
  check(1, self)
  return self.x .. "," .. self.y .. "," .. self.z
end

function Vector:equals(other)
  check(1, self) check(2, other)
  return self.x == other.x and self.y == other.y and self.z == other.z
end

metatable.__add = Vector.add
metatable.__sub = Vector.sub
metatable.__mul = Vector.mul
metatable.__div = Vector.div
metatable.__unm = Vector.unm
metatable.__eq = Vector.equals
metatable.__tostring = Vector.tostring

return { new = new }
`;
