local port = tonumber(...)
while true do
  local client = http.websocket(port)
  while true do
    local message, isBinary = client.receive()
    if not message then break end
    client.send(message, isBinary)
  end
end
