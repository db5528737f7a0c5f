-- A JSON API without libraries: notes that can be listed, added, read and deleted.
-- Try it:
--   curl -d "buy milk" http://127.0.0.1:8080/notes
--   curl http://127.0.0.1:8080/notes
--   curl -X DELETE http://127.0.0.1:8080/notes/1

local port = tonumber(... or 8080)
local notes, lastId = {}, 0

-- JSON (RFC 8259) for what this program sends: strings, numbers and lists of records.
local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function quote(text)
  return '"' .. text:gsub('[%c"\\]', function(c)
    return escapes[c] or ("\\u%04x"):format(c:byte())
  end) .. '"'
end

local function encodeNote(note)
  return ('{"id":%d,"text":%s}'):format(note.id, quote(note.text))
end

local function send(response, status, json)
  response.setStatusCode(status)
  if json then
    response.setResponseHeader("Content-Type", "application/json")
    response.write(json .. "\n")
  end
  response.close()
end

local function sendProblem(response, status, title)
  send(response, status, '{"error":' .. quote(title) .. "}")
end

-- What each method does with the whole list, and with one note.
local onList, onNote = {}, {}

function onList.GET(request, response)
  local list = {}
  for id = 1, lastId do
    if notes[id] then list[#list + 1] = encodeNote(notes[id]) end
  end
  send(response, 200, "[" .. table.concat(list, ",") .. "]")
end

function onList.POST(request, response)
  local text = request.readAll()
  if text == "" then return sendProblem(response, 400, "the body is the note's text") end
  lastId = lastId + 1
  notes[lastId] = { id = lastId, text = text }
  response.setResponseHeader("Location", "/notes/" .. lastId)
  send(response, 201, encodeNote(notes[lastId]))
end

function onNote.GET(request, response, note)
  send(response, 200, encodeNote(note))
end

function onNote.DELETE(request, response, note)
  notes[note.id] = nil
  send(response, 204)
end

http.listen(port, function(request, response)
  local path = request.getURL():match("^[^?]*")
  local id = tonumber(path:match("^/notes/(%d+)$"))
  local note = notes[id or 0]
  if path ~= "/notes" and not note then return sendProblem(response, 404, "there is nothing here") end

  local handler = (note and onNote or onList)[request.getMethod()]
  if handler then return handler(request, response, note) end
  response.setResponseHeader("Allow", note and "GET, DELETE" or "GET, POST")
  sendProblem(response, 405, "this cannot be done here")
end)
