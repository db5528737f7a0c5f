-- Server-sent events: each client gets the time once a second, for as long as it stays.
-- Try it:  curl -N http://127.0.0.1:8080/   or  new EventSource("http://127.0.0.1:8080/")  in a browser

local port = tonumber(... or 8080)

http.listen(port, function(request, response)
  response.setResponseHeader("Content-Type", "text/event-stream")
  response.setResponseHeader("Cache-Control", "no-store")

  local count = 0
  repeat
    count = count + 1
    response.write(("id: %d\ndata: %s\n\n"):format(count, os.date("!%H:%M:%S")))
    local isThere = response.flush() -- false when the client has left
    sleep(1)
  until not isThere
  print(("a client left after %d events"):format(count))
end)
