-- A program that calls its own server: a test of an API, say, which ends when it has tried everything.
-- Try it:  npx craftos-http run self-call.lua

local port = http.addListener(0) -- Any port that is free; given back, since nobody else has to know it.
local address = "http://127.0.0.1:" .. port

local function serve()
  while true do
    local _, _, request, response = os.pullEvent("http_request")
    local a, b = request.getURL():match("^/add/(%-?%d+)/(%-?%d+)$")
    response.setStatusCode(a and 200 or 404)
    response.write(a and tostring(a + b) or "There is nothing here.")
    response.close()
  end
end

local failures = 0

local function expect(what, actual, wanted)
  if actual == wanted then return print("ok: " .. what) end
  failures = failures + 1
  printError(("%s: %s instead of %s"):format(what, tostring(actual), tostring(wanted)))
end

local function try()
  local answer = http.get(address .. "/add/2/-5")
  expect("numbers are added", answer.readAll(), "-3")
  answer.close()

  -- An answer that is an error is the third result.
  local _, problem, failed = http.get(address .. "/add/2/x")
  expect("words are not", problem, "Not Found")
  expect("and have a status", failed.getResponseCode(), 404)

  -- Requests of several coroutines are under way at once.
  local sum, tasks = 0, {}
  for i = 1, 10 do
    tasks[i] = function()
      local result = http.get(address .. "/add/" .. i .. "/1").readAll()
      sum = sum + result -- Not in one line: others change the sum while this one waits.
    end
  end
  parallel.waitForAll(table.unpack(tasks))
  expect("ten at once", sum, 65)
end

parallel.waitForAny(serve, try)
os.shutdown(failures) -- The exit status.
