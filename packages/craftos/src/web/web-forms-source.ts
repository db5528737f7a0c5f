/**
 * The module `craftos.web.forms`: percent codes, query strings, cookies, and the bodies of forms. Sources:
 * WHATWG URL, application/x-www-form-urlencoded; RFC 6265 §4; RFC 7578.
 */

/** The file `/rom/modules/main/craftos/web/forms.lua`. */
export const WEB_FORMS = String.raw`-- Percent codes, query strings, cookies and the bodies of forms.

local FIELDS_MAX = 1000

local function byteOf(digits)
  return string.char(tonumber(digits, 16))
end

-- Percent codes that are none are left as they are.
local function decode(text)
  return (text:gsub("%%(%x%x)", byteOf))
end

-- nil when there are percent codes that are none.
local function decodeStrictly(text)
  if not text:find("%", 1, true) then return text end
  local rest = text:gsub("%%%x%x", "")
  if rest:find("%", 1, true) then return nil end
  return decode(text)
end

local function encode(text)
  return (text:gsub("[^%w%-._~]", function(byte) return ("%%%02X"):format(byte:byte()) end))
end

-- Adds a value: what a name has is its first value, what all has is a list of them.
local function add(values, all, name, value)
  if values[name] == nil then
    values[name], all[name] = value, { value }
  else
    table.insert(all[name], value)
  end
end

local function parse(text)
  local values, all, count = {}, {}, 0
  for field in text:gmatch("[^&]+") do
    count = count + 1
    if count > FIELDS_MAX then return nil end
    local name, value = field:match("^([^=]*)=?(.*)$")
    add(values, all, decode((name:gsub("+", " "))), decode((value:gsub("+", " "))))
  end
  return values, all
end

local function parseCookies(text)
  local cookies, count = {}, 0
  for pair in text:gmatch("[^;]+") do
    count = count + 1
    if count > FIELDS_MAX then break end
    local name, value = pair:match("^%s*([^=%s]+)%s*=%s*(.-)%s*$")
    if name and cookies[name] == nil then cookies[name] = decode(value:match('^"(.*)"$') or value) end
  end
  return cookies
end

-- The parameters behind the first word of a header's value: form-data; name="a".
local function parameters(value)
  local found = {}
  for name, quoted in value:gmatch(';%s*([%w%-*]+)="([^"]*)"') do found[name:lower()] = quoted end
  for name, token in value:gmatch(';%s*([%w%-*]+)=([^";%s]+)') do
    if found[name:lower()] == nil then found[name:lower()] = token end
  end
  return found
end

local function parsePart(head, data)
  local part = { data = data }
  for line in (head .. "\r\n"):gmatch("(.-)\r\n") do
    local name, value = line:match("^([^:]+):%s*(.-)%s*$")
    local field = name and name:lower()
    if field == "content-disposition" then
      local given = parameters(value)
      part.name, part.filename = given.name, given.filename
    elseif field == "content-type" then
      part.type = value
    end
  end
  return part
end

-- Fields as of parse, and a list of files: { name, filename, type, data }. nil when it is damaged.
local function parseMultipart(body, boundary)
  local values, all, files, count = {}, {}, {}, 0
  local delimiter = "\r\n--" .. boundary
  body = "\r\n" .. body
  local _, at = body:find(delimiter, 1, true)
  while at do
    if body:sub(at + 1, at + 2) == "--" then return values, all, files end
    local _, lineEnd = body:find("^[ \t]*\r\n", at + 1)
    -- An empty head is the line's end and the next; any other ends with an empty line.
    local headEnd, dataBefore = body:find("\r\n\r\n", (lineEnd or 0) - 1, true)
    local first, last = body:find(delimiter, dataBefore or #body, true)
    count = count + 1
    if not lineEnd or not headEnd or not first or count > FIELDS_MAX then return nil end
    local part = parsePart(body:sub(lineEnd + 1, headEnd - 1), body:sub(dataBefore + 1, first - 1))
    if part.filename then
      table.insert(files, part)
    elseif part.name then
      add(values, all, part.name, part.data)
    end
    at = last
  end
  return nil
end

return {
  decode = decode,
  decodeStrictly = decodeStrictly,
  encode = encode,
  parameters = parameters,
  parse = parse,
  parseCookies = parseCookies,
  parseMultipart = parseMultipart,
}
`;
