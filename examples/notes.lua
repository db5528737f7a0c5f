-- A JSON API that keeps its data in a file: notes that can be listed, added, read and deleted.
-- Try it:
--   curl -d "buy milk" http://127.0.0.1:8080/notes
--   curl http://127.0.0.1:8080/notes
--   curl -X DELETE http://127.0.0.1:8080/notes/1
-- The file is notes.json beside this program. `run --data DIR` keeps it in DIR instead.

local port = tonumber(... or 8080)
local FILE = "notes.json"

-- Text is bytes: with this option JSON has UTF-8 as it is.
local utf8Json = { unicode_strings = true }

local function load()
  local file = fs.open(FILE, "r")
  if not file then return { lastId = 0, notes = {} } end
  local data, problem = textutils.unserializeJSON(file.readAll())
  file.close()
  return data or error(FILE .. ": " .. problem, 0)
end

local data = load()

-- The file is replaced when it is closed, all at once: whenever the power goes, it is whole. If it
-- cannot be written the error reaches http.listen, and the client gets 500.
local function save()
  local file = assert(fs.open(FILE, "w"))
  file.write(textutils.serializeJSON(data, utf8Json))
  file.close()
end

local function send(response, status, value)
  response.setStatusCode(status)
  if value then
    response.setResponseHeader("Content-Type", "application/json")
    response.write(textutils.serializeJSON(value, utf8Json) .. "\n")
  end
  response.close()
end

local function sendProblem(response, status, title) send(response, status, { error = title }) end

local function find(id)
  for index, note in ipairs(data.notes) do
    if note.id == id then return note, index end
  end
end

-- What each method does with the whole list, and with one note.
local onList, onNote = {}, {}

function onList.GET(_, response)
  send(response, 200, #data.notes > 0 and data.notes or textutils.empty_json_array)
end

function onList.POST(request, response)
  local text = request.readAll()
  if text == "" then return sendProblem(response, 400, "the body is the note's text") end
  data.lastId = data.lastId + 1
  local note = { id = data.lastId, text = text }
  table.insert(data.notes, note)
  save()
  response.setResponseHeader("Location", "/notes/" .. note.id)
  send(response, 201, note)
end

function onNote.GET(_, response, note) send(response, 200, note) end

function onNote.DELETE(_, response, _, index)
  table.remove(data.notes, index)
  save()
  send(response, 204)
end

http.listen(port, function(request, response)
  local path = request.getURL():match("^[^?]*")
  local note, index = find(tonumber(path:match("^/notes/(%d+)$")))
  if path ~= "/notes" and not note then return sendProblem(response, 404, "there is nothing here") end

  local handler = (note and onNote or onList)[request.getMethod()]
  if handler then return handler(request, response, note, index) end
  response.setResponseHeader("Allow", note and "GET, DELETE" or "GET, POST")
  sendProblem(response, 405, "this cannot be done here")
end)
