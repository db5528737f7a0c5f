-- The smallest server there is, on http.addListener and events: `hello-listener.lua PORT`.
local port = tonumber((...))

http.addListener(port)
while true do
  local _, _, _, response = os.pullEvent("http_request")
  response.write("Hello, world!")
  response.close()
end
