-- What the soak asks: every answer names the request's id, so that one that reaches the wrong client
-- is noticed. Usage: server.lua PORT

local port = tonumber((...))

local answers = {
  ["/hello"] = function(request, response, id)
    response.write("hello ", id)
  end,
  ["/echo"] = function(request, response)
    response.write(request.readAll())
  end,
  ["/later"] = function(request, response, id)
    sleep(0.05)
    response.write("later ", id)
  end,
  ["/large"] = function(request, response, id)
    response.write(id, string.rep("x", 1000000))
  end,
  ["/stream"] = function(request, response, id)
    response.flush()
    for part = 1, 5 do
      if response.write(id, " ", part, "\n") == false then return end
      sleep(0)
    end
  end,
  ["/empty"] = function(request, response)
    response.setStatusCode(204)
  end,
}

local function handle(request, response)
  local id = request.getRequestHeaders()["x-id"] or "nobody"
  response.setResponseHeader("X-Id", id)
  local answer = answers[request.getURL()]
  if answer then answer(request, response, id) else response.setStatusCode(404) end
  response.close()
end


local function serveSockets()
  local server = http.websocketServer(port)
  local clients = {}
  while true do
    local event, a, b, c = os.pullEvent()
    if event == "websocket_server_connect" and a == port then
      clients[b.clientID] = b
    elseif event == "websocket_server_message" and clients[a] then
      pcall(clients[a].send, b, c)
    elseif event == "websocket_server_closed" then
      clients[a] = nil
    end
  end
end

parallel.waitForAny(function() http.listen(port, handle) end, serveSockets)
