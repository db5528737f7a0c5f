-- A file server: the pages in public/, and notes that are kept on disk, in notes/.
-- Try it:
--   curl http://127.0.0.1:8080/
--   curl -X PUT -d "milk" http://127.0.0.1:8080/notes/shopping
--   curl http://127.0.0.1:8080/notes/shopping
--   curl -X DELETE http://127.0.0.1:8080/notes/shopping
-- Both folders are beside this program. `run --data DIR` keeps the notes in DIR instead.

local port = tonumber(... or 8080)

local types = {
  html = "text/html; charset=utf-8",
  css = "text/css; charset=utf-8",
  js = "text/javascript; charset=utf-8",
  json = "application/json",
  png = "image/png",
  svg = "image/svg+xml",
}

local function send(response, status, body, contentType)
  response.setStatusCode(status)
  response.setResponseHeader("Content-Type", contentType or "text/plain; charset=utf-8")
  response.write(body)
  response.close()
end

local function readFile(path)
  local file = fs.open(path, "r")
  if not file then return nil end
  local contents = file.readAll()
  file.close()
  return contents
end

-- The file has its new contents when it is closed, all at once. A full disk is an error, which
-- http.listen answers with 500, and the old contents stay.
local function writeFile(path, contents)
  local file = assert(fs.open(path, "w"))
  file.write(contents)
  file.close()
end

-- The path that a URL means, or nil for one that leads out of where it starts.
local function pathOf(url)
  local path = url:match("^[^?]*"):gsub("%%(%x%x)", function(hex)
    return string.char(tonumber(hex, 16))
  end)
  path = fs.combine(path)
  return path:sub(1, 2) ~= ".." and path or nil
end

local function servePage(response, path)
  path = fs.combine("public", path)
  if fs.isDir(path) then path = fs.combine(path, "index.html") end
  local page = readFile(path)
  if not page then return send(response, 404, "There is nothing here.\n") end
  send(response, 200, page, types[path:match("%.(%w+)$")] or "application/octet-stream")
end

local onNote = {}

function onNote.GET(_, response, path)
  local note = readFile(path)
  if not note then return send(response, 404, "There is no such note.\n") end
  send(response, 200, note)
end

function onNote.PUT(request, response, path)
  local isNew = not fs.exists(path)
  writeFile(path, request.readAll())
  send(response, isNew and 201 or 200, isNew and "kept\n" or "changed\n")
end

function onNote.DELETE(_, response, path)
  fs.delete(path)
  send(response, 200, "gone\n")
end

http.listen(port, function(request, response)
  local path = pathOf(request.getURL())
  if not path then return send(response, 403, "Not there.\n") end
  if path == "notes" then
    local names = fs.isDir("notes") and fs.list("notes") or {}
    return send(response, 200, textutils.serializeJSON(names), types.json)
  end
  if not path:match("^notes/[^/]+$") then return servePage(response, path) end
  local handler = onNote[request.getMethod()]
  if handler then return handler(request, response, path) end
  response.setResponseHeader("Allow", "GET, PUT, DELETE")
  send(response, 405, "This cannot be done with a note.\n")
end)
