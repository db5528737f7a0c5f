-- Reads JSON, changes a number in it and writes it again, on http.listen: `json-listen.lua PORT`.
local port = tonumber((...))

http.listen(port, function(request, response)
  local data = textutils.unserialiseJSON(request.readAll())
  data.count = data.count + 1
  response.setResponseHeader("Content-Type", "application/json")
  response.write(textutils.serialiseJSON(data))
  response.close()
end)
