-- Sends every request back: its method, target, headers and body.
-- Try it:  curl -d "some text" "http://127.0.0.1:8080/path?a=1"

local port = tonumber(... or 8080)

http.listen(port, function(request, response)
  local lines = {}
  for name, value in pairs(request.getRequestHeaders()) do
    lines[#lines + 1] = name .. ": " .. value
  end
  table.sort(lines)
  table.insert(lines, 1, request.getMethod() .. " " .. request.getURL())

  response.setResponseHeader("Content-Type", "text/plain")
  response.write(table.concat(lines, "\n") .. "\n\n" .. request.readAll())
  response.close()
end)
