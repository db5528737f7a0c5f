-- A file server whose Lua files are pages: each is run for every request, and what it prints is sent.
-- Try it:
--   curl http://127.0.0.1:8080/
--   curl "http://127.0.0.1:8080/hello?name=Ada"
-- Change a file in pages/ and ask again: there is nothing to restart.

local port = tonumber(... or 8080)

local types = { css = "text/css; charset=utf-8", html = "text/html; charset=utf-8", txt = "text/plain; charset=utf-8" }

local function unescape(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- The file that a URL means, or nil. What leads out of pages/ is not found.
local function findFile(url)
  local path = fs.combine(unescape(url:match("^[^?]*")))
  if path:sub(1, 2) == ".." then return nil end
  path = fs.combine("pages", path)
  if fs.isDir(path) then path = fs.combine(path, "index") end
  for _, ending in ipairs { "", ".lua", ".html" } do
    local file = path .. ending
    if fs.exists(file) and not fs.isDir(file) then return file end
  end
end

local function escapeHtml(text)
  return (tostring(text):gsub('[&<>"]', { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

-- Runs a page. Its globals are the program's with a few of its own; its print and write go into the page.
local function runPage(file, request, response)
  local body, query = {}, {}
  for name, value in request.getURL():gmatch("[?&]([^=&]+)=([^&]*)") do
    query[unescape(name)] = unescape(value:gsub("+", " "))
  end
  local env = { request = request, response = response, query = query, escape = escapeHtml }
  function env.write(text) body[#body + 1] = tostring(text) end
  function env.print(...)
    local texts = table.pack(...)
    for i = 1, texts.n do texts[i] = tostring(texts[i]) end
    body[#body + 1] = table.concat(texts, "\t") .. "\n"
  end
  setmetatable(env, { __index = _ENV })

  response.setResponseHeader("Content-Type", "text/html; charset=utf-8")
  local page = assert(loadfile(file, nil, env))
  page()
  response.write(table.concat(body))
  response.close()
end

http.listen(port, function(request, response)
  local file = findFile(request.getURL())
  if not file then
    response.setStatusCode(404)
    response.write("There is nothing here.\n")
    return response.close()
  end
  -- An error in a page is logged with its line, and http.listen answers 500.
  if file:find("%.lua$") then return runPage(file, request, response) end

  local handle = assert(fs.open(file, "rb"))
  response.setResponseHeader("Content-Type", types[file:match("%.(%w+)$")] or "application/octet-stream")
  response.write(handle.readAll())
  handle.close()
  response.close()
end)
