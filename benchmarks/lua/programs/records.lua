-- Field reads and writes: particles with eight fields bounce in a box, and a nested record is updated.
local scale = tonumber((...)) or 1
local steps = math.floor(45000 * scale)

local particles = {}
for i = 1, 200 do
  particles[i] = {
    x = i % 17, y = i % 23,
    vx = (i % 5) - 2, vy = (i % 7) - 3,
    bounces = 0, moves = 0,
    color = { red = i % 256, green = (i * 3) % 256 },
    name = "particle " .. i,
  }
end

local function move(p)
  p.x = p.x + p.vx
  p.y = p.y + p.vy
  if p.x < 0 or p.x > 64 then
    p.vx = -p.vx
    p.bounces = p.bounces + 1
    p.color.red = (p.color.red + 1) % 256
  end
  if p.y < 0 or p.y > 48 then
    p.vy = -p.vy
    p.bounces = p.bounces + 1
    p.color.green = (p.color.green + 2) % 256
  end
  p.moves = p.moves + 1
end

local started = os.clock()
for _ = 1, steps do
  for i = 1, #particles do
    move(particles[i])
  end
end
local sum, colors = 0, 0
for i = 1, #particles do
  local p = particles[i]
  sum = sum + p.x * 3 + p.y * 5 + p.bounces + p.moves
  colors = colors + p.color.red + p.color.green
end
local seconds = os.clock() - started

print(string.format("checksum %d %d", sum, colors))
print(string.format("seconds %.6f", seconds))
