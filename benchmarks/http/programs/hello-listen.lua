-- The smallest server there is, on http.listen: `hello-listen.lua PORT`.
local port = tonumber((...))

http.listen(port, function(_, response)
  response.write("Hello, world!")
  response.close()
end)
