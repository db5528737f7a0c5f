/**
 * `rednet` and `gps` of a computer that has no modem. Source: tweaked.cc, rednet and gps.
 */

/** The file `/rom/apis/rednet.lua`. */
export const REDNET_API = `-- Messages over modems, of which there is none. See https://tweaked.cc/module/rednet.html

local expect = require("cc.expect").expect

local function open(modem)
  expect(1, modem, "string")
  error("No such modem: " .. modem, 2)
end

local function close(modem)
  expect(1, modem, "string", "nil")
  if modem then error("No such modem: " .. modem, 2) end
end

local function isOpen(modem)
  expect(1, modem, "string", "nil")
  return false
end

local protocols = {}

local function send(recipient, message, protocol)
  expect(1, recipient, "number")
  expect(3, protocol, "string", "nil")
  if recipient ~= os.getComputerID() then return false end
  os.queueEvent("rednet_message", recipient, message, protocol)
  return true
end

local function broadcast(message, protocol)
  expect(2, protocol, "string", "nil")
end

local function receive(protocol_filter, timeout)
  -- Older programs give the timeout alone.
  if type(protocol_filter) == "number" and timeout == nil then
    protocol_filter, timeout = nil, protocol_filter
  end
  expect(1, protocol_filter, "string", "nil")
  expect(2, timeout, "number", "nil")
  local timer = timeout and os.startTimer(timeout)
  while true do
    local event, first, message, protocol = os.pullEvent(not timer and "rednet_message" or nil)
    if event == "rednet_message" and (not protocol_filter or protocol == protocol_filter) then
      if timer then os.cancelTimer(timer) end
      return first, message, protocol
    elseif event == "timer" and first == timer then
      return nil
    end
  end
end

local function host(protocol, hostname)
  expect(1, protocol, "string")
  expect(2, hostname, "string")
  if hostname == "localhost" then error("Reserved hostname", 2) end
  protocols[protocol] = hostname
end

local function unhost(protocol)
  expect(1, protocol, "string")
  protocols[protocol] = nil
end

-- Only this computer can answer.
local function lookup(protocol, hostname)
  expect(1, protocol, "string")
  expect(2, hostname, "string", "nil")
  local own = protocols[protocol]
  if hostname == nil then
    if own then return os.getComputerID() end
    return nil
  end
  if hostname == "localhost" or hostname == own then return os.getComputerID() end
  return nil
end

local function run()
  while true do os.pullEvent("modem_message") end
end

return {
  broadcast = broadcast,
  close = close,
  host = host,
  isOpen = isOpen,
  lookup = lookup,
  open = open,
  receive = receive,
  run = run,
  send = send,
  unhost = unhost,
}
`;

/** The file `/rom/apis/gps.lua`. */
export const GPS_API = `-- Where the computer is, which nobody says without a modem. See https://tweaked.cc/module/gps.html

local expect = require("cc.expect").expect

local function locate(timeout, debug)
  expect(1, timeout, "number", "nil")
  expect(2, debug, "boolean", "nil")
  if debug then print("No wireless modem attached") end
  return nil
end

return { locate = locate }
`;
