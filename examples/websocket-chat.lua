-- A chat room for browsers: the page over HTTP and the messages over WebSockets, on one port.
-- Try it:  open http://127.0.0.1:8080/ in two windows

local port = tonumber(... or 8080)

local page = [[<!doctype html>
<title>Chat</title>
<ul id="messages"></ul>
<form><input id="text" autofocus placeholder="say something"></form>
<script>
  const socket = new WebSocket("ws://" + location.host + "/chat");
  socket.onmessage = ({ data }) => {
    const item = document.createElement("li");
    item.textContent = data;
    messages.append(item);
  };
  document.forms[0].onsubmit = (event) => {
    event.preventDefault();
    socket.send(text.value);
    text.value = "";
  };
</script>
]]

port = http.addListener(port) or port -- for 0 it gives the port that it chose
local server = assert(http.websocketServer(port))
local names = {}

-- Whatever a client says goes to everybody; its first message is its name.
local function relayMessages()
  while true do
    local event, first, second = os.pullEvent()
    if event == "websocket_server_connect" then
      second.send("Welcome! What is your name?")
    elseif event == "websocket_server_message" then
      if names[first] then
        server.broadcast(names[first] .. ": " .. second)
      else
        names[first] = second
        server.broadcast(second .. " has come.")
      end
    elseif event == "websocket_server_closed" and names[first] then
      server.broadcast(names[first] .. " has left.")
      names[first] = nil
    end
  end
end

local function servePage()
  while true do
    local _, _, request, response = os.pullEvent("http_request")
    response.setStatusCode(request.getURL() == "/" and 200 or 404)
    response.setResponseHeader("Content-Type", "text/html; charset=utf-8")
    response.write(request.getURL() == "/" and page or "There is nothing here.")
    response.close()
  end
end

local function tellTime()
  while true do
    sleep(60)
    server.broadcast("It is " .. os.date("%H:%M") .. ".")
  end
end

parallel.waitForAny(relayMessages, servePage, tellTime)
