/**
 * `gps`: where the computer is, from the distances to others that know where they are. Source: tweaked.cc,
 * gps.
 */

/** The file `/rom/apis/gps.lua`. */
export const GPS_API = `-- Where the computer is. See https://tweaked.cc/module/gps.html

local expect = require("cc.expect").expect

local CHANNEL_GPS = 65534
local NEAR = 0.01

local function wirelessModem()
  for _, name in ipairs(peripheral.getNames()) do
    if peripheral.hasType(name, "modem") and peripheral.call(name, "isWireless") then return name end
  end
end

local function rounded(point)
  return vector.new(
    math.floor(point.x / NEAR + 0.5) * NEAR,
    math.floor(point.y / NEAR + 0.5) * NEAR,
    math.floor(point.z / NEAR + 0.5) * NEAR
  )
end

-- The two places at the distances of three hosts, which may be one; nil when the hosts stand in a line.
local function placesBetween(first, second, third)
  local along = second.at - first.at
  local across = third.at - first.at
  local apart = along:length()
  if apart < NEAR then return nil end
  local ex = along:normalize()
  local i = ex:dot(across)
  local offset = across - ex * i
  local j = offset:length()
  if j < NEAR then return nil end
  local ey = offset:normalize()
  local ez = ex:cross(ey)
  local r1, r2, r3 = first.distance, second.distance, third.distance
  local x = (r1 * r1 - r2 * r2 + apart * apart) / (2 * apart)
  local y = (r1 * r1 - r3 * r3 + i * i + j * j - 2 * i * x) / (2 * j)
  local height = r1 * r1 - x * x - y * y
  local foot = first.at + ex * x + ey * y
  local z = math.sqrt(math.max(0, height))
  return foot + ez * z, foot - ez * z
end

-- The place that the hosts agree on; the second value is another as good as it.
local function placeAmong(hosts)
  for _, host in ipairs(hosts) do
    if host.distance == 0 then return host.at end
  end
  for a = 1, #hosts - 2 do
    for b = a + 1, #hosts - 1 do
      for c = b + 1, #hosts do
        local one, other = placesBetween(hosts[a], hosts[b], hosts[c])
        if one then
          if (one - other):length() < NEAR then return one end
          local oneFits, otherFits = true, true
          for _, host in ipairs(hosts) do
            oneFits = oneFits and math.abs((one - host.at):length() - host.distance) < NEAR
            otherFits = otherFits and math.abs((other - host.at):length() - host.distance) < NEAR
          end
          if oneFits and otherFits then return one, other end
          if oneFits then return one end
          if otherFits then return other end
        end
      end
    end
  end
end

local function readAnswer(message, distance)
  if type(message) ~= "table" or not distance then return nil end
  local x, y, z = message[1], message[2], message[3]
  if type(x) ~= "number" or type(y) ~= "number" or type(z) ~= "number" then return nil end
  return { at = vector.new(x, y, z), distance = distance }
end

local function locate(timeout, debug)
  expect(1, timeout, "number", "nil")
  expect(2, debug, "boolean", "nil")
  local say = debug and print or function() end
  local modem = wirelessModem()
  if not modem then
    say("No wireless modem attached")
    return nil
  end
  say("Finding position...")

  local wasOpen = peripheral.call(modem, "isOpen", CHANNEL_GPS)
  if not wasOpen then peripheral.call(modem, "open", CHANNEL_GPS) end
  peripheral.call(modem, "transmit", CHANNEL_GPS, CHANNEL_GPS, "PING")
  local timer = os.startTimer(timeout or 2)
  local hosts = {}
  local place, other
  while not place or other do
    local event, first, channel, reply, message, distance = os.pullEvent()
    if event == "timer" and first == timer then break end
    if event == "modem_message" and first == modem and channel == CHANNEL_GPS and reply == CHANNEL_GPS then
      local answer = readAnswer(message, distance)
      if answer then
        say(distance .. " metres from " .. answer.at:tostring())
        hosts[#hosts + 1] = answer
        place, other = placeAmong(hosts)
      end
    end
  end
  os.cancelTimer(timer)
  if not wasOpen then peripheral.call(modem, "close", CHANNEL_GPS) end

  if place and not other then
    local found = rounded(place)
    say("Position is " .. found.x .. "," .. found.y .. "," .. found.z)
    return found.x, found.y, found.z
  end
  say(other and "Ambiguous position" or "Could not determine position")
  return nil
end

return { locate = locate }
`;
