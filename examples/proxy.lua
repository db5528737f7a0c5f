-- A reverse proxy: passes requests on to another server, and its answers back.
-- Try it:
--   craftos-http proxy.lua 8080 http://127.0.0.1:9000
--   curl http://127.0.0.1:8080/
-- A target on a private network has to be allowed: craftos-http run --http-allow 192.168.0.0/16 ...

local port, target = ...
port = tonumber(port or 8080)
target = (target or "http://127.0.0.1:9000"):gsub("/$", "")

-- What is about one connection only (RFC 9110 7.6.1), or set by whoever sends the message.
local notPassedOn = {
  ["Connection"] = true, ["Keep-Alive"] = true, ["Transfer-Encoding"] = true, ["Upgrade"] = true,
  ["Te"] = true, ["Trailer"] = true, ["Proxy-Authorization"] = true, ["Proxy-Authenticate"] = true,
  ["Content-Length"] = true, ["Date"] = true,
}

local function ask(request)
  local headers = {}
  for name, value in pairs(request.getRequestHeaders()) do
    if not notPassedOn[name] then headers[name] = value end
  end
  local forwarded = headers["X-Forwarded-For"]
  headers["X-Forwarded-For"] = (forwarded and forwarded .. ", " or "") .. request.getRemoteAddress()

  local body = request.readAll()
  local call = { url = target .. request.getURL(), headers = headers, redirect = false }
  -- Without a body `get` it is; whatever the function is called, the method in the table counts.
  call.method = request.getMethod()
  if body == "" then return http.get(call) end
  call.body = body
  return http.post(call)
end

http.listen(port, function(request, response)
  local isKnown, answer, problem, failed = pcall(ask, request)
  -- From 400 on the answer comes after the problem.
  answer = isKnown and (answer or failed)
  if answer then
    response.setStatusCode(answer.getResponseCode())
    for name, value in pairs(answer.getResponseHeaders()) do
      if not notPassedOn[name] then response.setResponseHeader(name, value) end
    end
    response.write(answer.readAll())
  else
    response.setStatusCode(isKnown and 502 or 501)
    response.write((isKnown and problem or "this method cannot be passed on") .. "\n")
  end
  response.close()
end)
