-- Who is in the room, and what everybody hears.

local Room = {}
Room.__index = Room

-- broadcast is called with what everybody is to hear.
function Room.new(broadcast)
  return setmetatable({ broadcast = broadcast, names = {} }, Room)
end

-- The first message of a client is its name.
function Room:say(client, text)
  local name = self.names[client]
  if name then
    self.broadcast(name .. ": " .. text)
  else
    self.names[client] = text
    self.broadcast(text .. " has come.")
  end
end

function Room:leave(client)
  local name = self.names[client]
  self.names[client] = nil
  if name then
    self.broadcast(name .. " has left.")
  end
end

return Room
