/**
 * `rednet`: messages between computers over their modems. Source: tweaked.cc, rednet. What happens behind a
 * program's back is in `rednet-daemon.ts`.
 */

/** The file `/rom/apis/rednet.lua`; its chunk is given natives of the daemon. */
export const REDNET_API = `-- Messages between computers. See https://tweaked.cc/module/rednet.html

local expect = require("cc.expect").expect
local seen, setHost, getHost = ...

local BROADCAST, REPEAT, ID_CHANNELS = 65535, 65533, 65500
local LOOKUP_SECONDS = 2

local function ownChannel()
  return os.getComputerID() % ID_CHANNELS
end

local function expectModem(name)
  if peripheral.getType(name) ~= "modem" then error("No such modem: " .. name, 3) end
end

local function modems()
  local names = {}
  for _, name in ipairs(peripheral.getNames()) do
    if peripheral.hasType(name, "modem") then names[#names + 1] = name end
  end
  return names
end

local function open(modem)
  expect(1, modem, "string")
  expectModem(modem)
  peripheral.call(modem, "open", ownChannel())
  peripheral.call(modem, "open", BROADCAST)
end

local function isOpenModem(name)
  return peripheral.call(name, "isOpen", ownChannel()) and peripheral.call(name, "isOpen", BROADCAST)
end

local function close(modem)
  expect(1, modem, "string", "nil")
  if modem then
    expectModem(modem)
    peripheral.call(modem, "close", ownChannel())
    peripheral.call(modem, "close", BROADCAST)
    return
  end
  for _, name in ipairs(modems()) do
    if isOpenModem(name) then close(name) end
  end
end

local function isOpen(modem)
  expect(1, modem, "string", "nil")
  if modem then return peripheral.getType(modem) == "modem" and isOpenModem(modem) end
  for _, name in ipairs(modems()) do
    if isOpenModem(name) then return true end
  end
  return false
end

local function send(recipient, message, protocol)
  expect(1, recipient, "number")
  expect(3, protocol, "string", "nil")
  local id = math.random(1, 2147483647)
  seen(id)
  if recipient == os.getComputerID() then
    os.queueEvent("rednet_message", recipient, message, protocol)
    return true
  end
  local packet = {
    nMessageID = id, nRecipient = recipient, nSender = os.getComputerID(),
    message = message, sProtocol = protocol,
  }
  local channel = recipient == BROADCAST and BROADCAST or recipient % ID_CHANNELS
  local sent = false
  for _, name in ipairs(modems()) do
    if isOpenModem(name) then
      peripheral.call(name, "transmit", channel, ownChannel(), packet)
      peripheral.call(name, "transmit", REPEAT, ownChannel(), packet)
      sent = true
    end
  end
  return sent
end

local function broadcast(message, protocol)
  expect(2, protocol, "string", "nil")
  send(BROADCAST, message, protocol)
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

local function lookup(protocol, hostname)
  expect(1, protocol, "string")
  expect(2, hostname, "string", "nil")
  local found = {}
  local own = getHost(protocol)
  if hostname == "localhost" then return os.getComputerID() end
  if own and (hostname == nil or hostname == own) then
    if hostname then return os.getComputerID() end
    found[1] = os.getComputerID()
  end
  if not isOpen() then return table.unpack(found) end

  broadcast({ sType = "lookup", sProtocol = protocol, sHostname = hostname }, "dns")
  local timer = os.startTimer(LOOKUP_SECONDS)
  while true do
    local event, first, message, kind = os.pullEvent()
    if event == "timer" and first == timer then
      return table.unpack(found)
    elseif event == "rednet_message" and kind == "dns" and type(message) == "table"
      and message.sType == "lookup response" and message.sProtocol == protocol then
      if hostname == nil then
        found[#found + 1] = first
      elseif message.sHostname == hostname then
        os.cancelTimer(timer)
        return first
      end
    end
  end
end

local function host(protocol, hostname)
  expect(1, protocol, "string")
  expect(2, hostname, "string")
  if hostname == "localhost" then error("Reserved hostname", 2) end
  if getHost(protocol) ~= hostname then
    if lookup(protocol, hostname) then error("Hostname in use", 2) end
    setHost(protocol, hostname)
  end
end

local function unhost(protocol)
  expect(1, protocol, "string")
  setHost(protocol)
end

-- What this does in the game is done all the time here.
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
