-- Routes: which function answers which requests, by method and path.
--
--   local router = require("lib.router").new()
--   router:get("/users/:id", function(request, response) response.json({ id = request.params.id }) end)
--   router:listen(8080)

local Router = {}
Router.__index = Router

-- What %20 and, in queries and forms, + stand for.
local function unescape(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- "a=1&b=x+y" as { a = "1", b = "x y" }.
local function parseQuery(text)
  local query = {}
  for name, value in text:gmatch("([^&=]+)=?([^&]*)") do
    query[unescape(name:gsub("+", " "))] = unescape(value:gsub("+", " "))
  end
  return query
end

-- "/users/:id" as a pattern that finds its parts, and their names.
local function compile(path)
  local names = {}
  local pattern = path:gsub("[%-%.%+%*%?%[%]%^%$%(%)%%]", "%%%0"):gsub(":([%w_]+)", function(name)
    names[#names + 1] = name
    return "([^/]+)"
  end)
  return "^" .. pattern .. "$", names
end

function Router.new()
  return setmetatable({ routes = {}, before = {} }, Router)
end

-- A function that sees each request first. One that answers returns true, and nothing else is asked.
function Router:use(handler)
  table.insert(self.before, handler)
  return self
end

function Router:on(method, path, handler)
  local pattern, names = compile(path)
  table.insert(self.routes, { method = method, pattern = pattern, names = names, handler = handler })
  return self
end

for _, method in ipairs { "GET", "POST", "PUT", "PATCH", "DELETE" } do
  Router[method:lower()] = function(self, path, handler) return self:on(method, path, handler) end
end

-- Handles are tables: what a handler may want is added to them.
local function extend(request, response)
  local path, query = request.getURL():match("^([^?]*)%??(.*)$")
  request.path, request.query = unescape(path), parseQuery(query)

  function request.form() return parseQuery(request.readAll() or "") end

  function request.json() return textutils.unserializeJSON(request.readAll() or "") end

  function response.send(body, status, contentType)
    if status then response.setStatusCode(status) end
    response.setResponseHeader("Content-Type", contentType or "text/plain; charset=utf-8")
    response.write(body)
    response.close()
  end

  function response.json(value, status)
    local json = textutils.serializeJSON(value, { unicode_strings = true })
    response.send(json .. "\n", status, "application/json")
  end

  function response.html(page, status) response.send(page, status, "text/html; charset=utf-8") end

  function response.redirect(url)
    response.setStatusCode(303)
    response.setResponseHeader("Location", url)
    response.close()
  end
end

function Router:handle(request, response)
  extend(request, response)
  for _, handler in ipairs(self.before) do
    if handler(request, response) then return end
  end

  local allowed = {}
  for _, route in ipairs(self.routes) do
    local found = { request.path:match(route.pattern) }
    if found[1] and route.method == request.getMethod() then
      request.params = {}
      for i, name in ipairs(route.names) do request.params[name] = found[i] end
      return route.handler(request, response)
    elseif found[1] then
      table.insert(allowed, route.method)
    end
  end
  if #allowed == 0 then return response.send("There is nothing here.\n", 404) end
  response.setResponseHeader("Allow", table.concat(allowed, ", "))
  response.send("This cannot be done here.\n", 405)
end

function Router:listen(port)
  http.listen(port, function(request, response) self:handle(request, response) end)
end

return Router
