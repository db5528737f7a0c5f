-- Says hello to everybody who asks. `craftos-http run .` runs it.

local port = tonumber(... or 8080)

http.listen(port, function(request, response)
  response.setResponseHeader("Content-Type", "text/plain; charset=utf-8")
  response.writeLine("Hello, " .. request.getURL() .. "!")
  response.close()
end)
