-- A JSON API with routes, middleware and parameters in paths; the router is in lib/router.lua.
-- Try it:
--   curl http://127.0.0.1:8080/users
--   curl -d '{"name": "Zoë"}' http://127.0.0.1:8080/users
--   curl http://127.0.0.1:8080/users/1
--   curl "http://127.0.0.1:8080/greet/world?greeting=Good+evening"

local Router = require("lib.router")

local port = tonumber(... or 8080)
local users = {}

local router = Router.new()

router:use(function(request) print(request.getMethod(), request.path) end)

router:get("/users", function(_, response)
  -- An empty table would be an object: an array has to say that it is one.
  response.json(#users > 0 and users or textutils.empty_json_array)
end)

router:post("/users", function(request, response)
  local user = request.json()
  if type(user) ~= "table" or type(user.name) ~= "string" then
    return response.json({ error = "a user has a name" }, 400)
  end
  table.insert(users, { id = #users + 1, name = user.name })
  response.setResponseHeader("Location", "/users/" .. #users)
  response.json(users[#users], 201)
end)

router:get("/users/:id", function(request, response)
  local user = users[tonumber(request.params.id)]
  if not user then return response.json({ error = "there is no such user" }, 404) end
  response.json(user)
end)

router:get("/greet/:name", function(request, response)
  response.send((request.query.greeting or "Hello") .. ", " .. request.params.name .. "!\n")
end)

router:listen(port)
