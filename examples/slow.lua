-- A callback may wait: each request runs in a coroutine of its own, so nobody queues behind it.
-- Try it:  curl http://127.0.0.1:8080/2 & curl http://127.0.0.1:8080/1

local port = tonumber(... or 8080)

http.listen(port, function(request, response)
  local seconds = tonumber(request.getURL():match("^/([%d.]+)$"))
  if seconds == nil or seconds > 10 then
    response.setStatusCode(400)
    response.write("ask for a number of seconds up to 10, such as /2\n")
  else
    sleep(seconds)
    response.write("waited for " .. seconds .. " seconds\n")
  end
  response.close()
end)
