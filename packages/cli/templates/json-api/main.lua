-- A list of tasks behind a JSON API. `craftos-http run .` runs it; then
--   curl http://127.0.0.1:8080/tasks
--   curl http://127.0.0.1:8080/tasks -d '{"title":"write more"}'
--   curl -X DELETE http://127.0.0.1:8080/tasks/1

local Tasks = require "tasks"

local port = tonumber(... or 8080)
local tasks = Tasks.load("data/tasks.json")

local function reply(response, status, value)
  response.setStatusCode(status)
  if value ~= nil then
    response.setResponseHeader("Content-Type", "application/json")
    response.write(textutils.serializeJSON(value))
  end
  response.close()
end

local function addTask(request, response)
  local body = textutils.unserializeJSON(request.readAll() or "")
  if type(body) ~= "table" or type(body.title) ~= "string" or body.title == "" then
    return reply(response, 400, { error = "an object with a title is expected" })
  end
  reply(response, 201, tasks:add(body.title))
end

http.listen(port, function(request, response)
  local method, path = request.getMethod(), request.getURL():match("^[^?]*")
  local id = tonumber(path:match("^/tasks/(%d+)$"))
  if path == "/tasks" and method == "GET" then
    reply(response, 200, tasks:list())
  elseif path == "/tasks" and method == "POST" then
    addTask(request, response)
  elseif id and method == "DELETE" then
    if tasks:remove(id) then
      reply(response, 204)
    else
      reply(response, 404, { error = "there is no task " .. id })
    end
  else
    reply(response, 404, { error = "there is nothing here" })
  end
end)
