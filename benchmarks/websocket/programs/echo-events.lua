local port = tonumber(...)
local handles = {}
http.websocketServer(port)
while true do
  local event, first, second, third = os.pullEvent()
  if event == "websocket_server_message" then
    handles[first].send(second, third)
  elseif event == "websocket_server_connect" then
    handles[second.clientID] = second
  elseif event == "websocket_server_closed" then
    handles[first] = nil
  end
end
