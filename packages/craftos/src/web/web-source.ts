/**
 * The module `craftos.web`: a small library for servers. This file is the app: routes, middleware, errors,
 * listening; the others in this folder are what it is made of.
 */

/** The file `/rom/modules/main/craftos/web.lua`. */
export const WEB = String.raw`-- A small library for servers: routes, middleware, forms, JSON, cookies, files, WebSockets.
--
--   local app = require "craftos.web"
--   app:get("/hello/:name", function(request) return "Hello " .. request.params.name end)
--   app:listen(8080)

local newRequest = require("craftos.web.request").new
local fail = require("craftos.web.request").fail
local newResponse = require("craftos.web.response").new
local routes = require "craftos.web.routes"
local sockets = require "craftos.web.sockets"
local static = require "craftos.web.static"
local cors = require "craftos.web.cors"

local App = {}
App.__index = App

local function newApp()
  return setmetatable({
    entries = {},
    socketRoutes = {},
    limits = { jsonBytes = 1024 * 1024, formBytes = 1024 * 1024 },
  }, App)
end

local function checkHandler(handler, position)
  if type(handler) ~= "function" then
    error("bad argument #" .. position .. " (function expected, got " .. type(handler) .. ")", 3)
  end
end

local function addRoute(app, method, path, handler)
  local entry = { method = method, pattern = routes.compile(path), handler = handler }
  table.insert(app.entries, entry)
  return app
end

for _, method in ipairs { "GET", "POST", "PUT", "PATCH", "DELETE" } do
  App[method:lower()] = function(self, path, handler)
    checkHandler(handler, 2)
    return addRoute(self, method, path, handler)
  end
end

-- A route for any method, or for one that has no function of its own.
function App:all(path, handler)
  checkHandler(handler, 2)
  return addRoute(self, nil, path, handler)
end

function App:route(method, path, handler)
  if type(method) ~= "string" then error("bad argument #1 (string expected)", 2) end
  checkHandler(handler, 3)
  return addRoute(self, method, path, handler)
end

-- Adds middleware, or another app: for every path, or for those below one.
function App:use(path, handler)
  if handler == nil then path, handler = "/", path end
  local pattern = routes.compile(path, true)
  if getmetatable(handler) == App then
    table.insert(self.entries, { pattern = pattern, list = handler.entries })
    table.insert(self.socketRoutes, { path = path, list = handler.socketRoutes })
    return self
  end
  checkHandler(handler, 2)
  table.insert(self.entries, { pattern = pattern, isMiddleware = true, handler = handler })
  return self
end

-- Serves the files of a folder below a path.
function App:static(path, folder, options)
  if type(folder) ~= "string" then error("bad argument #2 (string expected)", 2) end
  return addRoute(self, "GET", path:gsub("/$", "") .. "/*rest", static.static(folder, options))
end

-- Takes WebSockets at a path: functions open, message and close, all of them optional.
function App:websocket(path, handlers)
  if type(handlers) ~= "table" then error("bad argument #2 (table expected)", 2) end
  routes.compile(path)
  table.insert(self.socketRoutes, { path = path, handlers = handlers })
  return self
end

-- What answers errors in place of the defaults: function(request, response, problem).
function App:onError(handler)
  checkHandler(handler, 1)
  self.errorHandler = handler
  return self
end

-- An app of its own, to be used by another or to listen elsewhere.
function App:router()
  return newApp()
end

local function nothingThere(way)
  local methods = {}
  for method in pairs(way.allowed) do table.insert(methods, method) end
  if #methods == 0 then fail(404, "Not Found") end
  if way.allowed.GET then table.insert(methods, "HEAD") end
  table.insert(methods, "OPTIONS")
  table.sort(methods)
  way.response:lasting("Allow", table.concat(methods, ", "))
  if way.request.method == "OPTIONS" then return way.response:status(204) end
  fail(405, "Method Not Allowed")
end

-- What xpcall gives: an answer in place of the handler's as it is, anything else with its traceback.
local function withTrace(problem)
  local isAnswer = type(problem) == "table" and problem.status ~= nil
  if isAnswer or problem == "Terminated" then return problem end
  return { cause = problem, trace = debug.traceback(tostring(problem), 2) }
end

-- The default answer to problems that have a status; others are the host's, which shows them.
local function answerProblem(request, response, problem)
  response:reset():status(problem.status)
  if request:wantsJson() then return response:json { error = problem.message } end
  response:send(problem.message .. "\n")
end

local function recover(app, request, response, problem)
  if problem == "Terminated" then error(problem, 0) end
  if response.isSent then error(problem.trace or tostring(problem), 0) end
  if app.errorHandler then
    if problem.trace then printError(problem.trace) end
    response:reset():status(problem.status or 500)
    response:take(app.errorHandler(request, response, problem.cause or problem))
  elseif problem.status then
    answerProblem(request, response, problem)
  else
    error(problem.trace, 0)
  end
end

-- Answers a request: for those who have handles from http.addListener or http.listen.
function App:handle(rawRequest, rawResponse)
  local request = newRequest(rawRequest, self.limits)
  local response = newResponse(rawResponse, request)
  local way = { request = request, response = response, allowed = {} }
  local ok, problem = xpcall(function()
    if not request.segments then fail(400, "Bad Request") end
    routes.walk(self.entries, 1, way, 0, function() return nothingThere(way) end)
  end, withTrace)
  if not ok then recover(self, request, response, problem) end
  response:finish()
end

-- The WebSocket routes of an app and of those that it uses.
local function allSocketRoutes(list, prefix, found)
  for _, each in ipairs(list) do
    local path = prefix .. each.path
    if each.list then
      allSocketRoutes(each.list, path:gsub("/$", "") .. "", found)
    else
      table.insert(found, { path = path, handlers = each.handlers })
    end
  end
  return found
end

-- Serves a port until the event server_stop. It gives port 0 a number that is free.
function App:listen(port)
  local function handle(request, response)
    self:handle(request, response)
  end
  local socketRoutes = allSocketRoutes(self.socketRoutes, "", {})
  if #socketRoutes == 0 then return http.listen(port, handle) end
  local server, problem = http.websocketServer(port)
  if not server then error(problem, 2) end
  parallel.waitForAny(
    function() http.listen(server.port, handle) end,
    function() sockets.serve(server, socketRoutes) end
  )
  server.close()
end

local module = newApp()
-- For those who import names, as TypeScript does.
module.app = module
module.cors = cors
module.fail = fail
return module
`;
