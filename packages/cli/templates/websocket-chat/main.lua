-- A chat room for browsers: the page over HTTP and the messages over WebSockets, on one port.
-- `craftos-http run .` runs it; then open http://127.0.0.1:8080/ in two windows.

local Room = require "room"

local port = tonumber(... or 8080)
port = http.addListener(port) or port -- for 0 it gives the port that it chose
local server = assert(http.websocketServer(port))
local room = Room.new(server.broadcast)

local function relayMessages()
  while true do
    local event, first, second = os.pullEvent()
    if event == "websocket_server_connect" then
      second.send("Welcome! What is your name?")
    elseif event == "websocket_server_message" then
      room:say(first, second)
    elseif event == "websocket_server_closed" then
      room:leave(first)
    end
  end
end

local function readPage()
  local file = assert(fs.open("page.html", "r"))
  local page = file.readAll()
  file.close()
  return page
end

local function servePage()
  while true do
    local _, _, request, response = os.pullEvent("http_request")
    local isPage = request.getURL() == "/"
    response.setStatusCode(isPage and 200 or 404)
    response.setResponseHeader("Content-Type", "text/html; charset=utf-8")
    response.write(isPage and readPage() or "There is nothing here.")
    response.close()
  end
end

parallel.waitForAny(relayMessages, servePage)
