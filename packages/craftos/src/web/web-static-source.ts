/**
 * The module `craftos.web.static`: files of a folder, with types, ranges and entity tags. Sources: RFC
 * 9110 §8.8 (entity tags), §13 (conditions), §14 (ranges); the IANA registry of media types.
 */

/** The file `/rom/modules/main/craftos/web/static.lua`. */
export const WEB_STATIC = String.raw`-- Files of a folder: types, ranges, entity tags. Nothing outside the folder is ever looked at.

local forms = require "craftos.web.forms"

-- A longer answer is sent in pieces, without its length.
local WHOLE_BYTES_MAX = 1024 * 1024
local PIECE_BYTES = 64 * 1024

local TYPES = {
  avif = "image/avif", bin = "application/octet-stream", bmp = "image/bmp", css = "text/css; charset=utf-8",
  csv = "text/csv; charset=utf-8", gif = "image/gif", gz = "application/gzip",
  htm = "text/html; charset=utf-8", html = "text/html; charset=utf-8", ico = "image/x-icon",
  jpeg = "image/jpeg", jpg = "image/jpeg", js = "text/javascript; charset=utf-8",
  json = "application/json", lua = "text/plain; charset=utf-8", md = "text/markdown; charset=utf-8",
  mjs = "text/javascript; charset=utf-8", mp3 = "audio/mpeg", mp4 = "video/mp4", ogg = "audio/ogg",
  otf = "font/otf", pdf = "application/pdf", png = "image/png", svg = "image/svg+xml",
  txt = "text/plain; charset=utf-8", wasm = "application/wasm", wav = "audio/wav", webm = "video/webm",
  webmanifest = "application/manifest+json", webp = "image/webp", woff = "font/woff",
  woff2 = "font/woff2", xml = "application/xml", zip = "application/zip",
}

-- The path of a file below a folder; nil when it could be anywhere else, or is hidden.
local function pathOf(folder, rest, options)
  for segment in (rest .. "/"):gmatch("(.-)/") do
    local isHidden = segment:sub(1, 1) == "." and not options.dotFiles
    if segment == "." or segment == ".." or isHidden or segment:find("[%c\\:]") then return nil end
  end
  return fs.combine(folder, rest)
end

local function isOlder(header, modified)
  return header ~= nil and header == modified
end

local function hasTag(header, tag)
  if not header then return false end
  if header:match("^%s*%*%s*$") then return true end
  for each in header:gmatch('"[^"]*"') do
    if each == tag then return true end
  end
  return false
end

-- First and last byte from 0; false when nothing of the file is asked for; nil for all of it.
local function rangeOf(header, size)
  local first, last = (header or ""):match("^bytes=(%d*)%-(%d*)$")
  if not first or (first == "" and last == "") then return nil end
  first, last = tonumber(first), tonumber(last)
  if not first then
    if last == 0 or size == 0 then return false end
    return math.max(0, size - last), size - 1
  end
  if last and last < first then return nil end
  if first >= size then return false end
  return first, math.min(last or size - 1, size - 1)
end

local function sendBytes(response, file, count)
  if count <= WHOLE_BYTES_MAX then
    response:write(file.read(count) or "")
    return
  end
  local write = response:stream()
  while count > 0 do
    local piece = file.read(math.min(PIECE_BYTES, count))
    if not piece or not write(piece) then return end
    count = count - #piece
  end
end

local function sendFile(request, response, path, options)
  local info = fs.attributes(path)
  local size, headers = info.size, request.headers
  -- Weak: a file that is changed twice in a millisecond and keeps its size has the same.
  local mark = ('"%x-%x"'):format(size, info.modified)
  local modified = os.date("!%a, %d %b %Y %H:%M:%S GMT", math.floor(info.modified / 1000))
  response:header("ETag", "W/" .. mark):header("Last-Modified", modified)
  response:header("Accept-Ranges", "bytes")
  response:header("Cache-Control", options.maxAge and "max-age=" .. options.maxAge or "no-cache")
  local noneMatch = headers["If-None-Match"]
  local isKnown = hasTag(noneMatch, mark)
    or (noneMatch == nil and isOlder(headers["If-Modified-Since"], modified))
  if isKnown then return response:status(304) end

  local kind = TYPES[(path:match("%.([^./]+)$") or ""):lower()] or TYPES.bin
  response:header("Content-Type", kind):header("X-Content-Type-Options", "nosniff")
  local ifRange = headers["If-Range"]
  local isRanged = request.method == "GET" and (ifRange == nil or ifRange == modified)
  local first, last = nil, nil
  if isRanged then first, last = rangeOf(headers["Range"], size) end
  if first == false then
    return response:status(416):header("Content-Range", "bytes */" .. size)
  end
  response:status(first and 206 or 200)
  if first then response:header("Content-Range", ("bytes %d-%d/%d"):format(first, last, size)) end
  local file = fs.open(path, "rb")
  if not file then return response:reset():status(404):send("Not Found") end
  if first and first > 0 then file.seek("set", first) end
  local ok, problem = pcall(sendBytes, response, file, first and last - first + 1 or size)
  file.close()
  if not ok then error(problem, 0) end
end

-- The request's own path with a slash behind it. It is put together anew, so that it stays on this host.
local function folderUrl(request)
  local url = "/"
  for _, segment in ipairs(request.segments) do url = url .. forms.encode(segment) .. "/" end
  return url .. (request.queryText ~= "" and "?" .. request.queryText or "")
end

-- A handler for a route that ends in a star. What is not there is left to the next handler.
local function static(folder, options)
  options = options or {}
  return function(request, response, next)
    local path = pathOf(folder, request.params.rest or "", options)
    if path and fs.isDir(path) then
      path = fs.combine(path, options.index or "index.html")
      local isThere = fs.exists(path) and not fs.isDir(path)
      -- Links in the page start from its folder.
      if isThere and request.path:sub(-1) ~= "/" then
        return response:redirect(folderUrl(request), 301)
      end
    end
    if not path or not fs.exists(path) or fs.isDir(path) then return next() end
    sendFile(request, response, path, options)
  end
end

return { static = static, types = TYPES, sendFile = sendFile }
`;
