-- Answers every request with its own body, on http.addListener and events: `echo-listener.lua PORT`.
local port = tonumber((...))

http.addListener(port)
while true do
  local _, _, request, response = os.pullEvent("http_request")
  response.write(request.readAll())
  response.close()
end
