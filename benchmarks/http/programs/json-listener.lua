-- Reads JSON, changes a number in it and writes it again, on http.addListener and events:
-- `json-listener.lua PORT`.
local port = tonumber((...))

http.addListener(port)
while true do
  local _, _, request, response = os.pullEvent("http_request")
  local data = textutils.unserialiseJSON(request.readAll())
  data.count = data.count + 1
  response.setResponseHeader("Content-Type", "application/json")
  response.write(textutils.serialiseJSON(data))
  response.close()
end
