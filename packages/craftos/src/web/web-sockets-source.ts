/**
 * The module `craftos.web.sockets`: WebSockets by route. Every event of a client calls a function of its
 * route, in a coroutine of its own, so that one may wait while others go on.
 */

/** The file `/rom/modules/main/craftos/web/sockets.lua`. */
export const WEB_SOCKETS = String.raw`-- WebSockets by route. Each call of a handler is a coroutine of its own, which may wait.

local newRequest = require("craftos.web.request").new
local routes = require "craftos.web.routes"

-- Coroutines that wait for events, in the order in which they began.
local waiting = {}

local function resume(thread, ...)
  local ok, filter = coroutine.resume(thread, ...)
  if not ok then
    local trace = debug.traceback(thread, tostring(filter))
    printError("a WebSocket's handler failed: " .. trace)
  elseif coroutine.status(thread) ~= "dead" then
    table.insert(waiting, { thread = thread, filter = filter })
  end
end

local function wake(event)
  local before = waiting
  waiting = {}
  for _, each in ipairs(before) do
    local isFor = each.filter == nil or each.filter == event[1] or event[1] == "terminate"
    if isFor then
      resume(each.thread, table.unpack(event, 1, event.n))
    else
      table.insert(waiting, each)
    end
  end
end

local function call(handler, ...)
  if handler then resume(coroutine.create(handler), ...) end
end

-- What requests and handshakes have in common, for newRequest.
local function handshakeOf(client)
  return {
    getURL = client.getURL,
    getMethod = function() return "GET" end,
    getRequestHeaders = client.getRequestHeaders,
    getRemoteAddress = client.getRemoteAddress,
    readAll = function() return "" end,
  }
end

local function routeOf(compiled, request)
  for _, route in ipairs(compiled) do
    local found
    if request.segments then
      routes.walk({ route }, 1, {
        request = request,
        response = { take = function() found = route end },
        allowed = {},
      }, 0, function() end)
    end
    if found then return found end
  end
end

local function serve(server, socketRoutes)
  local compiled, clients = {}, {}
  for _, route in ipairs(socketRoutes) do
    table.insert(compiled, {
      pattern = routes.compile(route.path),
      handlers = route.handlers,
      handler = function() end,
    })
  end
  while true do
    local event = table.pack(os.pullEvent())
    wake(event)
    local name, id = event[1], event[2]
    if name == "websocket_server_connect" and id == server.port then
      local client = event[3]
      local request = newRequest(handshakeOf(client), {})
      local route = routeOf(compiled, request)
      if route then
        clients[client.clientID] = { socket = client, handlers = route.handlers }
        call(route.handlers.open, client, request)
      else
        client.close(1008, "nothing is here")
      end
    elseif name == "websocket_server_message" and clients[id] then
      call(clients[id].handlers.message, clients[id].socket, event[3], event[4])
    elseif name == "websocket_server_closed" and clients[id] then
      local known = clients[id]
      clients[id] = nil
      call(known.handlers.close, known.socket, event[4], event[3])
    end
  end
end

return { serve = serve }
`;
