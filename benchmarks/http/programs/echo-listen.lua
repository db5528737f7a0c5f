-- Answers every request with its own body, on http.listen: `echo-listen.lua PORT`.
local port = tonumber((...))

http.listen(port, function(request, response)
  response.write(request.readAll())
  response.close()
end)
