-- The smallest server: every request gets the same answer.
-- Try it:  curl http://127.0.0.1:8080/

local port = tonumber(... or 8080)

http.listen(port, function(request, response)
  response.setResponseHeader("Content-Type", "text/plain; charset=utf-8")
  response.write("Hello from Lua!\n")
  response.close()
end)
