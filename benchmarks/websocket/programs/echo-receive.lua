local port, workers = tonumber((...)), {}

local function serveClients()
  while true do
    local client = http.websocket(port)
    while true do
      local message, isBinary = client.receive()
      if not message then break end
      client.send(message, isBinary)
    end
  end
end

for i = 1, 64 do workers[i] = serveClients end
parallel.waitForAll(table.unpack(workers))
