/**
 * The module `craftos.web.request`: what a handler knows of a request. Sources: RFC 9112 §3.2 for the
 * target; `web-forms-source.ts` for forms.
 */

/** The file `/rom/modules/main/craftos/web/request.lua`. */
export const WEB_REQUEST = String.raw`-- What a handler knows of a request.

local forms = require "craftos.web.forms"

local Request = {}

-- An answer in place of a handler's: caught by the app.
local function fail(status, message)
  error(setmetatable({ status = status, message = message }, {
    __tostring = function(self) return self.status .. ": " .. self.message end,
  }), 0)
end

-- Everything else is made when it is first asked for.
local lazy = {
  headers = function(self) return self.raw.getRequestHeaders() end,
  address = function(self) return self.raw.getRemoteAddress() end,
  query = function(self) return (self:allQuery()) end,
  cookies = function(self) return forms.parseCookies(self.headers["Cookie"] or "") end,
}

local meta = {
  __index = function(self, key)
    if Request[key] then return Request[key] end
    local make = lazy[key]
    if not make then return nil end
    local value = make(self)
    rawset(self, key, value)
    return value
  end,
}

-- Whether a segment would lead to another folder if it were taken for the name of a file.
local function leadsAway(segment)
  for part in segment:gmatch("[^/\\]+") do
    if part == "." or part == ".." then return true end
  end
  return segment:find("\0", 1, true) ~= nil
end

-- The path's segments, decoded; nil when it is damaged, or has dots or a zero byte to find other files.
local function segmentsOf(path)
  local segments = {}
  for segment in path:gmatch("[^/]+") do
    local decoded = forms.decodeStrictly(segment)
    if not decoded or leadsAway(decoded) then return nil end
    table.insert(segments, decoded)
  end
  return segments
end

local function newRequest(raw, limits)
  local target = raw.getURL()
  -- A proxy may send the whole URL.
  local path, query = target:gsub("^%a[%w+.-]*://[^/?]*", ""):match("^([^?#]*)%??([^#]*)")
  return setmetatable({
    raw = raw,
    method = raw.getMethod(),
    url = target,
    path = path == "" and "/" or path,
    queryText = query,
    segments = segmentsOf(path),
    params = {},
    limits = limits,
  }, meta)
end

-- The first value of each name, and the lists of all.
function Request:allQuery()
  if not self.queryValues then
    self.queryValues, self.queryLists = forms.parse(self.queryText)
    if not self.queryValues then fail(400, "too many fields in the query") end
  end
  return self.queryValues, self.queryLists
end

-- The whole body. It can be read any number of times.
function Request:body()
  if not self.bodyText then self.bodyText = self.raw.readAll() or "" end
  return self.bodyText
end

function Request:limited(bytesMax)
  local body = self:body()
  if #body > bytesMax then fail(413, "the body has more than " .. bytesMax .. " bytes") end
  return body
end

-- What the body is, in lower case and without parameters: "application/json".
function Request:type()
  local value = self.headers["Content-Type"] or ""
  return value:match("^%s*([^;%s]*)"):lower()
end

-- The body as JSON.
function Request:json()
  local body = self:limited(self.limits.jsonBytes)
  local value, problem = textutils.unserializeJSON(body)
  if value == nil and problem then fail(400, "the body is not JSON: " .. problem) end
  return value
end

-- The fields of a form by name, a list of its files, and lists of all values.
function Request:form()
  if self.formValues then return self.formValues, self.formFiles, self.formLists end
  local kind = self:type()
  local values, lists, files
  if kind == "application/x-www-form-urlencoded" then
    values, lists = forms.parse(self:limited(self.limits.formBytes))
    files = {}
  elseif kind == "multipart/form-data" then
    local boundary = forms.parameters(self.headers["Content-Type"]).boundary
    if not boundary or boundary == "" then fail(400, "the form has no boundary") end
    values, lists, files = forms.parseMultipart(self:limited(self.limits.formBytes), boundary)
  else
    fail(415, "a form is expected")
  end
  if not values then fail(400, "the form is damaged, or has too many fields") end
  self.formValues, self.formFiles, self.formLists = values, files, lists
  return values, files, lists
end

-- Whether the client would rather have JSON than a page or text.
function Request:wantsJson()
  local accept = self.headers["Accept"] or ""
  return accept:find("application/json", 1, true) ~= nil and not accept:find("text/html", 1, true)
end

return { new = newRequest, fail = fail }
`;
