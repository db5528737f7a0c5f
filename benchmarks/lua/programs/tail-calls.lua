-- Tail calls: a small state machine whose states hand over by `return state(...)`.
-- The stack must not grow however many steps are taken.
local scale = tonumber((...)) or 1
local steps = math.floor(43000000 * scale)

local idle, filling, draining

function idle(left, level, flips)
  if left == 0 then
    return level, flips
  end
  return filling(left - 1, level + 3, flips)
end

function filling(left, level, flips)
  if left == 0 then
    return level, flips
  end
  if level > 40 then
    return draining(left - 1, level - 5, flips + 1)
  end
  return filling(left - 1, level + 2, flips)
end

function draining(left, level, flips)
  if left == 0 then
    return level, flips
  end
  if level < 8 then
    return idle(left - 1, level, flips + 1)
  end
  return draining(left - 1, level - 3, flips)
end

local started = os.clock()
local level, flips = idle(steps, 0, 0)
local seconds = os.clock() - started

print(string.format("checksum %d %d", level, flips))
print(string.format("seconds %.6f", seconds))
