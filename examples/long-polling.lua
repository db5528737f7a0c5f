-- Long polling: a client asks for what is new and the answer waits until there is something.
-- Try it:
--   curl "http://127.0.0.1:8080/messages?after=0"     waits
--   curl -d "hello" http://127.0.0.1:8080/messages    lets it go on
-- Ask again with the number of the last message that you have.

local port = tonumber(... or 8080)
local PATIENCE = 10 -- seconds; less than the 15 after which an open response is sent as it is
local KEPT = 100 -- messages

local messages, last = {}, 0

local function add(text)
  last = last + 1
  table.insert(messages, { id = last, text = text })
  if #messages > KEPT then table.remove(messages, 1) end
  os.queueEvent("new_message") -- wakes every callback that waits for it
end

local function after(id)
  local list = {}
  for _, message in ipairs(messages) do
    if message.id > id then table.insert(list, message) end
  end
  return list
end

-- Waits until there are messages after one, or patience is at its end.
local function waitForMessages(id)
  local timer = os.startTimer(PATIENCE)
  while last <= id do
    local event, number = os.pullEvent()
    if event == "timer" and number == timer then break end
  end
  os.cancelTimer(timer)
  return after(id)
end

http.listen(port, function(request, response)
  local path, query = request.getURL():match("^([^?]*)%??(.*)$")
  if path ~= "/messages" then
    response.setStatusCode(404)
  elseif request.getMethod() == "POST" then
    add(request.readAll())
    response.setStatusCode(201)
  else
    local list = waitForMessages(tonumber(query:match("after=(%d+)")) or last)
    response.setStatusCode(#list > 0 and 200 or 204)
    response.setResponseHeader("Content-Type", "application/json")
    if #list > 0 then
      response.write(textutils.serializeJSON(list, { unicode_strings = true }) .. "\n")
    end
  end
  response.close()
end)
