/**
 * The module `craftos.web.response`: what a handler answers, collected until the handlers are done or
 * the answer begins to stream. Sources: RFC 6265 §4.1 for cookies; HTML, server-sent events.
 */

/** The file `/rom/modules/main/craftos/web/response.lua`. */
export const WEB_RESPONSE = String.raw`-- What a handler answers. Nothing is sent before the handlers are done, or it streams.

local forms = require "craftos.web.forms"

local Response = {}
Response.__index = Response

local function newResponse(raw, request)
  return setmetatable({
    raw = raw, request = request, code = nil, fields = {}, parts = {}, isSent = false,
  }, Response)
end

local function checkStreaming(self)
  if self.isSent then error("the response is being sent already", 3) end
end

-- Sets the status; returns the response, as the others do.
function Response:status(code)
  checkStreaming(self)
  self.code = code
  return self
end

-- Sets a header; nil removes it. A list sends it several times.
function Response:header(name, value)
  checkStreaming(self)
  if type(name) ~= "string" or not name:find("^[%w!#$%%&'*+.^_|~-]+$") then
    error("bad argument #1 (the name of a header expected)", 2)
  end
  for _, each in ipairs(type(value) == "table" and value or { value }) do
    if tostring(each):find("[%z\r\n]") then
      error("bad argument #2 (a header's value has no line ends)", 2)
    end
  end
  self.fields[name:lower()] = value ~= nil and { name, value } or nil
  return self
end

-- Sets a header that is kept when an error takes the answer's place.
function Response:lasting(name, value)
  self:header(name, value)
  local field = self.fields[name:lower()]
  if field then field.isLasting = true end
  return self
end

local function setDefault(self, name, value)
  if not self.fields[name:lower()] then self.fields[name:lower()] = { name, value } end
end

-- Adds to the body.
function Response:write(...)
  checkStreaming(self)
  for i = 1, select("#", ...) do table.insert(self.parts, (tostring((select(i, ...))))) end
  return self
end

-- Sets the whole body, as a text of some type.
function Response:send(text, kind)
  checkStreaming(self)
  self.parts = { tostring(text) }
  if kind then self:header("Content-Type", kind) end
  setDefault(self, "Content-Type", "text/plain; charset=utf-8")
  return self
end

function Response:html(text)
  return self:send(text, "text/html; charset=utf-8")
end

-- Texts are UTF-8; if one is not, which a client may have sent, its bytes are taken for characters.
function Response:json(value)
  local ok, text = pcall(textutils.serializeJSON, value, { unicode_strings = true })
  if not ok then text = textutils.serializeJSON(value) end
  return self:send(text, "application/json")
end

-- Sends the client elsewhere: 303 after a form, 302 otherwise, unless another status is given.
function Response:redirect(url, code)
  local isForm = self.request.method ~= "GET" and self.request.method ~= "HEAD"
  self.parts = {}
  return self:status(code or (isForm and 303 or 302)):header("Location", url)
end

local ATTRIBUTES = {
  { "maxAge", "Max-Age", "number" }, { "path", "Path", "string" }, { "domain", "Domain", "string" },
  { "expires", "Expires", "string" }, { "sameSite", "SameSite", "string" },
  { "secure", "Secure", "boolean" }, { "httpOnly", "HttpOnly", "boolean" },
}

-- Sets a cookie. Its path is / and scripts do not see it unless the options say otherwise.
function Response:cookie(name, value, options)
  if type(name) ~= "string" or not name:find("^[%w!#$%%&'*+.^_|~-]+$") then
    error("bad argument #1 (the name of a cookie expected)", 2)
  end
  local given = { path = "/", httpOnly = true, sameSite = "Lax" }
  for key, setting in pairs(options or {}) do given[key] = setting end
  local text = name .. "=" .. forms.encode(tostring(value or ""))
  for _, attribute in ipairs(ATTRIBUTES) do
    local key, word, kind = table.unpack(attribute)
    local setting = given[key]
    if setting ~= nil and setting ~= false then
      if type(setting) ~= kind then error("bad field '" .. key .. "' (" .. kind .. " expected)", 2) end
      if kind == "string" and setting:find("[;%c]") then error("bad field '" .. key .. "'", 2) end
      text = text .. "; " .. word .. (kind == "boolean" and "" or "=" .. tostring(setting))
    end
  end
  local cookies = self.fields["set-cookie"] and self.fields["set-cookie"][2] or {}
  table.insert(cookies, text)
  return self:header("Set-Cookie", cookies)
end

-- Deletes a cookie.
function Response:clearCookie(name, options)
  local copy = { maxAge = 0 }
  for key, value in pairs(options or {}) do copy[key] = value end
  copy.maxAge = 0
  return self:cookie(name, "", copy)
end

-- Drops everything that was collected but lasting headers.
function Response:reset()
  checkStreaming(self)
  local kept = {}
  for key, field in pairs(self.fields) do
    if field.isLasting then kept[key] = field end
  end
  self.code, self.fields, self.parts = nil, kept, {}
  return self
end

local function writeHead(self)
  self.isSent = true
  self.raw.setStatusCode(self.code or 200)
  for _, field in pairs(self.fields) do self.raw.setResponseHeader(field[1], field[2]) end
end

-- Sends the head now and gives a function that sends more and says whether somebody still takes it.
function Response:stream()
  checkStreaming(self)
  writeHead(self)
  local raw = self.raw
  for _, part in ipairs(self.parts) do raw.write(part) end
  raw.flush()
  return function(...)
    raw.write(...)
    return raw.flush()
  end
end

local Events = {}
Events.__index = Events

local function oneLine(value, name)
  value = tostring(value)
  if value:find("[%z\r\n]") then error("bad field '" .. name .. "' (one line expected)", 3) end
  return name .. ": " .. value .. "\n"
end

-- Sends an event; options are event, id and retry. Gives false when the client has left.
function Events:send(data, options)
  options = options or {}
  local text = ""
  for _, name in ipairs { "event", "id", "retry" } do
    if options[name] ~= nil then text = text .. oneLine(options[name], name) end
  end
  local lines = tostring(data):gsub("\r\n?", "\n")
  for line in (lines .. "\n"):gmatch("(.-)\n") do text = text .. "data: " .. line .. "\n" end
  return self.write(text .. "\n")
end

-- Sends what no script sees, to find out whether the client is there.
function Events:comment(text)
  return self.write(": " .. tostring(text or ""):gsub("[\r\n]", " ") .. "\n\n")
end

-- Server-sent events: the answer goes on until the handler returns.
function Response:events()
  self:header("Content-Type", "text/event-stream"):header("Cache-Control", "no-store")
  return setmetatable({ write = self:stream() }, Events)
end

-- Takes what a handler returned: a table is JSON, a text the body, a number the status.
function Response:take(value)
  if self.isSent or value == nil then return end
  local kind = type(value)
  if kind == "table" and value ~= self then
    self:json(value)
  elseif kind == "string" then
    self:send(value)
  elseif kind == "number" then
    self:status(value)
  end
end

-- Sends what was collected.
function Response:finish()
  if not self.isSent then
    local isEmpty = #self.parts == 0 and not self.code
    if isEmpty then self.code = 204 end
    writeHead(self)
    for _, part in ipairs(self.parts) do self.raw.write(part) end
  end
  self.raw.close()
end

return { new = newResponse }
`;
