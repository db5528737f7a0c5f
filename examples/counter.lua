-- An event loop of one's own: requests, a timer and Ctrl+C are events like any other.
-- Try it:  curl http://127.0.0.1:8080/   a few times

local port = tonumber(... or 8080)
local visits, seconds = 0, 0

http.addListener(port)
local tick = os.startTimer(1)

while true do
  local event, first, request, response = os.pullEventRaw()

  if event == "http_request" then
    visits = visits + 1
    response.setResponseHeader("Content-Type", "text/plain")
    response.write(("visit %d, after %d seconds\n"):format(visits, seconds))
    response.close()
  elseif event == "timer" and first == tick then
    seconds = seconds + 1
    tick = os.startTimer(1)
  elseif event == "terminate" then
    http.removeListener(port)
    print(("Goodbye after %d visits."):format(visits))
    return
  end
end
