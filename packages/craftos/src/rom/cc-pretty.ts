/**
 * The module `cc.pretty`: documents that are laid out in a width. Source: tweaked.cc, cc.pretty;
 * P. Wadler, A prettier printer.
 */

/** The file `/rom/modules/main/cc/pretty.lua`. */
export const CC_PRETTY = String.raw`-- Documents that are laid out in a width. See https://tweaked.cc/library/cc.pretty.html

local checks = require "cc.expect"
local expect, field = checks.expect, checks.field

-- A document is a table: tag is text, line, concat, nest or group. A line has what stands in its place
-- when its group is on one line.
local metatable = { __name = "document" }

local function make(document) return setmetatable(document, metatable) end
local function isDocument(value) return type(value) == "table" and getmetatable(value) == metatable end

local function expectDocument(index, value)
  if isDocument(value) then return value end
  return error(("bad argument #%d (document expected, got %s)"):format(index, type(value)), 3)
end

local empty = make { tag = "text", text = "" }
local space = make { tag = "text", text = " " }
local line = make { tag = "line", flat = "" }
local space_line = make { tag = "line", flat = " " }

local function concat(...)
  local parts = { tag = "concat", ... }
  for i = 1, select("#", ...) do expectDocument(i, (select(i, ...))) end
  return make(parts)
end

local function text(str, colour)
  expect(1, str, "string")
  expect(2, colour, "number", "nil")
  if not str:find("\n", 1, true) then return make { tag = "text", text = str, colour = colour } end
  local parts = { tag = "concat" }
  for part, ending in str:gmatch("([^\n]*)(\n?)") do
    if part ~= "" then parts[#parts + 1] = make { tag = "text", text = part, colour = colour } end
    if ending ~= "" then parts[#parts + 1] = line end
  end
  return make(parts)
end

local function nest(depth, doc)
  expect(1, depth, "number")
  expectDocument(2, doc)
  if depth < 1 then error("depth must be at least 1", 2) end
  return make { tag = "nest", depth = depth, doc }
end

local function group(doc)
  expectDocument(1, doc)
  return make { tag = "group", doc }
end

-- Documents that are still to be laid out are a linked list of { doc, indent, isFlat, next }.

-- Whether what comes before the next line end has room.
local function fits(room, todo)
  local mine = todo
  while room >= 0 do
    if not mine then return true end
    local doc, indent, isFlat, rest = mine[1], mine[2], mine[3], mine[4]
    mine = rest
    if doc.tag == "text" then
      room = room - #doc.text
    elseif doc.tag == "line" then
      if not isFlat then return true end
      room = room - #doc.flat
    elseif doc.tag == "concat" then
      for i = #doc, 1, -1 do mine = { doc[i], indent, isFlat, mine } end
    else
      mine = { doc[1], indent, isFlat, mine }
    end
  end
  return false
end

-- Lays a document out: calls put(text, colour) and newLine(indent).
local function layOut(doc, width, ribbon_frac, column, put, newLine)
  local ribbon = math.max(0, math.min(width, width * ribbon_frac))
  local lineIndent = 0
  local todo = { doc, 0, false }
  while todo do
    local current, indent, isFlat, rest = todo[1], todo[2], todo[3], todo[4]
    todo = rest
    if current.tag == "text" then
      put(current.text, current.colour)
      column = column + #current.text
    elseif current.tag == "line" then
      if isFlat then
        put(current.flat)
        column = column + #current.flat
      else
        newLine(indent)
        column, lineIndent = indent, indent
      end
    elseif current.tag == "concat" then
      for i = #current, 1, -1 do todo = { current[i], indent, isFlat, todo } end
    elseif current.tag == "nest" then
      todo = { current[1], indent + current.depth, isFlat, todo }
    else
      local flat = { current[1], indent, true, rest }
      local room = math.min(width - column, lineIndent + ribbon - column)
      if isFlat or fits(room, flat) then todo = flat else todo = { current[1], indent, false, rest } end
    end
  end
end

local function render(doc, width, ribbon_frac)
  expectDocument(1, doc)
  expect(2, width, "number", "nil")
  expect(3, ribbon_frac, "number", "nil")
  local parts = {}
  layOut(doc, width or math.huge, ribbon_frac or 0.6, 0, function(part)
    parts[#parts + 1] = part
  end, function(indent)
    parts[#parts + 1] = "\n" .. (" "):rep(indent)
  end)
  return table.concat(parts)
end

local function show(doc, ribbon_frac, ending)
  local width = term.getSize()
  local column = term.getCursorPos() - 1
  local before = term.getTextColour()
  local shown = before
  layOut(doc, width, ribbon_frac or 0.6, column, function(part, colour)
    local wanted = colour or before
    if wanted ~= shown then
      term.setTextColour(wanted)
      shown = wanted
    end
    write(part)
  end, function(indent)
    write("\n" .. (" "):rep(indent))
  end)
  if shown ~= before then term.setTextColour(before) end
  write(ending)
end

local function writeDocument(doc, ribbon_frac)
  expectDocument(1, doc)
  expect(2, ribbon_frac, "number", "nil")
  show(doc, ribbon_frac, "")
end

local function printDocument(doc, ribbon_frac)
  expectDocument(1, doc)
  expect(2, ribbon_frac, "number", "nil")
  show(doc, ribbon_frac, "\n")
end

metatable.__tostring = function(doc) return render(doc) end
metatable.__concat = function(left, right)
  expectDocument(1, left)
  expectDocument(2, right)
  return make { tag = "concat", left, right }
end

local keywords = {}
for word in ("and break do else elseif end false for function goto if in local nil not or repeat return then true until while"):gmatch("%a+") do
  keywords[word] = true
end

local function quoted(str)
  return text((("%q"):format(str):gsub("\\\n", "\\n")), colours.red)
end

local function functionText(fn, options)
  local info = debug and debug.getinfo and debug.getinfo(fn, "Su")
  local name = tostring(fn)
  if options.function_args and info and info.nparams and debug.getlocal then
    local params = {}
    for i = 1, info.nparams do params[i] = debug.getlocal(fn, i) or "?" end
    if info.isvararg then params[#params + 1] = "..." end
    name = "function(" .. table.concat(params, ", ") .. ")"
  end
  if options.function_source and info and info.short_src and info.linedefined and info.linedefined >= 0 then
    name = name .. " --[[" .. info.short_src .. ":" .. info.linedefined .. "]]"
  end
  return text(name, colours.lightGrey)
end

-- Strings in order, then numbers in order, then the rest.
local function comesBefore(a, b)
  local typeA, typeB = type(a), type(b)
  if typeA == "string" or typeB == "string" then
    return typeA == "string" and (typeB ~= "string" or a < b)
  end
  if typeA == "number" or typeB == "number" then
    return typeA == "number" and (typeB ~= "number" or a < b)
  end
  return false
end

local prettyOf

local function keyText(key, options, path)
  if type(key) == "string" and key:find("^[%a_][%w_]*$") and not keywords[key] then
    return text(key .. " = ")
  end
  return text("[") .. prettyOf(key, options, path) .. text("] = ")
end

local function tableText(tbl, options, path)
  local entries, keys, length = {}, {}, #tbl
  for key in pairs(tbl) do
    local isInList = type(key) == "number" and key >= 1 and key <= length and key % 1 == 0
    if not isInList then keys[#keys + 1] = key end
  end
  for i = 1, length do entries[i] = prettyOf(rawget(tbl, i), options, path) end
  table.sort(keys, comesBefore)
  for _, key in ipairs(keys) do
    entries[#entries + 1] = keyText(key, options, path) .. prettyOf(tbl[key], options, path)
  end
  if #entries == 0 then return text("{}") end

  local inside = { tag = "concat", space_line }
  for i, entry in ipairs(entries) do
    inside[#inside + 1] = entry
    if i < #entries then
      inside[#inside + 1] = text(",")
      inside[#inside + 1] = space_line
    end
  end
  return group(concat(text("{"), nest(2, make(inside)), space_line, text("}")))
end

function prettyOf(value, options, path)
  local kind = type(value)
  if kind == "string" then return quoted(value) end
  if kind == "number" then return text(tostring(value), colours.magenta) end
  if kind == "function" then return functionText(value, options) end
  local meta = getmetatable(value)
  local hasText = type(meta) == "table" and meta.__tostring
  if kind ~= "table" or path[value] or hasText then
    return text(tostring(value), colours.lightGrey)
  end
  path[value] = true
  local doc = tableText(value, options, path)
  path[value] = nil
  return doc
end

local function checkedOptions(options)
  options = options or {}
  return {
    function_args = field(options, "function_args", "boolean", "nil"),
    function_source = field(options, "function_source", "boolean", "nil"),
  }
end

local function pretty(obj, options)
  expect(2, options, "table", "nil")
  return prettyOf(obj, checkedOptions(options), {})
end

local function pretty_print(obj, options, ribbon_frac)
  expect(2, options, "table", "nil")
  expect(3, ribbon_frac, "number", "nil")
  show(prettyOf(obj, checkedOptions(options), {}), ribbon_frac, "\n")
end

return {
  empty = empty,
  space = space,
  line = line,
  space_line = space_line,
  text = text,
  concat = concat,
  nest = nest,
  group = group,
  write = writeDocument,
  print = printDocument,
  render = render,
  pretty = pretty,
  pretty_print = pretty_print,
}
`;
