-- Float arithmetic on records: masses on a ring attract each other and are moved in small steps.
-- Only + - * / and sqrt are used, so every implementation gets the same bits.
local scale = tonumber((...)) or 1
local steps = math.floor(560000 * scale)
local sqrt = math.sqrt

-- Corners of a regular-looking pentagon in rational coordinates, one heavier than the rest.
local bodies = {
  { x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0, mass = 40 },
  { x = 5, y = 0.5, z = 0.1, vx = -0.2, vy = 2.7, vz = 0.05, mass = 0.04 },
  { x = -7, y = 1.25, z = -0.2, vx = -0.4, vy = -2.3, vz = 0.02, mass = 0.011 },
  { x = 0.75, y = 10, z = 0.6, vx = -1.9, vy = 0.15, vz = -0.03, mass = 0.0018 },
  { x = 1.5, y = -14, z = -0.4, vx = 1.7, vy = 0.2, vz = 0.01, mass = 0.0021 },
}

local function cancel_drift()
  local px, py, pz = 0, 0, 0
  for i = 2, #bodies do
    local b = bodies[i]
    px = px + b.vx * b.mass
    py = py + b.vy * b.mass
    pz = pz + b.vz * b.mass
  end
  local sun = bodies[1]
  sun.vx, sun.vy, sun.vz = -px / sun.mass, -py / sun.mass, -pz / sun.mass
end

local function energy()
  local total = 0
  for i = 1, #bodies do
    local a = bodies[i]
    total = total + 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
    for j = i + 1, #bodies do
      local b = bodies[j]
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      total = total - a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)
    end
  end
  return total
end

local function advance(dt)
  local count = #bodies
  for i = 1, count do
    local a = bodies[i]
    local ax, ay, az, mass = a.x, a.y, a.z, a.mass
    local vx, vy, vz = a.vx, a.vy, a.vz
    for j = i + 1, count do
      local b = bodies[j]
      local dx, dy, dz = ax - b.x, ay - b.y, az - b.z
      local square = dx * dx + dy * dy + dz * dz
      local pull = dt / (square * sqrt(square))
      local from_b, from_a = b.mass * pull, mass * pull
      vx = vx - dx * from_b
      vy = vy - dy * from_b
      vz = vz - dz * from_b
      b.vx = b.vx + dx * from_a
      b.vy = b.vy + dy * from_a
      b.vz = b.vz + dz * from_a
    end
    a.vx, a.vy, a.vz = vx, vy, vz
    a.x, a.y, a.z = ax + dt * vx, ay + dt * vy, az + dt * vz
  end
end

local started = os.clock()
cancel_drift()
local before = energy()
for _ = 1, steps do
  advance(0.001)
end
local after = energy()
local seconds = os.clock() - started

print(string.format("checksum %.9f %.9f", before, after))
print(string.format("seconds %.6f", seconds))
