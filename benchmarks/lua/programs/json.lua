-- JSON in pure Lua: an encoder and a decoder, run over a document of nested objects, lists, text with
-- escapes, numbers and booleans. What is decoded is encoded again and must be the same text.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(650 * scale))
local byte, sub, find, format, concat = string.byte, string.sub, string.find, string.format, table.concat

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t" }
local unescapes = { ['"'] = '"', ["\\"] = "\\", n = "\n", t = "\t", ["/"] = "/" }

local function quote(text)
  return '"' .. text:gsub('["\\\n\t]', escapes) .. '"'
end

local encode_value

local function encode_list(list, out)
  out[#out + 1] = "["
  for i = 1, #list do
    if i > 1 then
      out[#out + 1] = ","
    end
    encode_value(list[i], out)
  end
  out[#out + 1] = "]"
end

local function encode_object(object, out)
  local keys = {}
  for key in pairs(object) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  out[#out + 1] = "{"
  for i = 1, #keys do
    if i > 1 then
      out[#out + 1] = ","
    end
    out[#out + 1] = quote(keys[i])
    out[#out + 1] = ":"
    encode_value(object[keys[i]], out)
  end
  out[#out + 1] = "}"
end

function encode_value(value, out)
  local kind = type(value)
  if kind == "table" then
    if value[1] ~= nil then
      encode_list(value, out)
    else
      encode_object(value, out)
    end
  elseif kind == "string" then
    out[#out + 1] = quote(value)
  elseif kind == "number" then
    out[#out + 1] = format("%.14g", value)
  else
    out[#out + 1] = tostring(value)
  end
end

local function encode(value)
  local out = {}
  encode_value(value, out)
  return concat(out)
end

local decode_value

local function skip_space(text, position)
  return find(text, "[^ \n\t]", position) or #text + 1
end

local function decode_string(text, position)
  local out, start = {}, position + 1
  while true do
    local stop = find(text, '["\\]', start)
    out[#out + 1] = sub(text, start, stop - 1)
    if byte(text, stop) == 34 then
      return concat(out), stop + 1
    end
    out[#out + 1] = unescapes[sub(text, stop + 1, stop + 1)]
    start = stop + 2
  end
end

local function decode_list(text, position)
  local list = {}
  position = skip_space(text, position + 1)
  if byte(text, position) == 93 then
    return list, position + 1
  end
  while true do
    list[#list + 1], position = decode_value(text, position)
    position = skip_space(text, position)
    local c = byte(text, position)
    position = skip_space(text, position + 1)
    if c == 93 then
      return list, position
    end
  end
end

local function decode_object(text, position)
  local object = {}
  position = skip_space(text, position + 1)
  if byte(text, position) == 125 then
    return object, position + 1
  end
  while true do
    local key
    key, position = decode_string(text, position)
    position = skip_space(text, position)
    object[key], position = decode_value(text, skip_space(text, position + 1))
    position = skip_space(text, position)
    local c = byte(text, position)
    position = skip_space(text, position + 1)
    if c == 125 then
      return object, position
    end
  end
end

function decode_value(text, position)
  local c = byte(text, position)
  if c == 123 then
    return decode_object(text, position)
  elseif c == 91 then
    return decode_list(text, position)
  elseif c == 34 then
    return decode_string(text, position)
  elseif c == 116 then
    return true, position + 4
  elseif c == 102 then
    return false, position + 5
  end
  local _, last = find(text, "^-?%d+%.?%d*[eE]?[+-]?%d*", position)
  return tonumber(sub(text, position, last)), last + 1
end

local document = {}
for i = 1, 60 do
  document[i] = {
    id = i, name = "entry \"" .. i .. "\"", price = i * 1.25, open = i % 2 == 0,
    tags = { "red", "green\tblue", "line\nbreak" },
    place = { x = i, y = -i, label = "slot " .. i % 5 },
    history = { { at = i * 60, by = "ann" }, { at = i * 90, by = "bob" } },
  }
end

local started = os.clock()
local sum, text = 0, encode(document)
for _ = 1, rounds do
  local decoded = decode_value(text, 1)
  local again = encode(decoded)
  assert(again == text)
  sum = sum + #again + decoded[7].place.x
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
