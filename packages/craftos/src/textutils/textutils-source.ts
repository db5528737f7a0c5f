/**
 * The functions of `textutils` that show text: they wait, or go through `term`. Source: tweaked.cc,
 * textutils.
 */

/** The file `/rom/apis/textutils.lua`, whose other functions are native. */
export const TEXTUTILS_API = String.raw`-- Showing text. See https://tweaked.cc/module/textutils.html
-- The chunk is given whether there are keys that somebody could press.

local hasKeys = ...
local expect = require("cc.expect").expect

local function slowWrite(text, rate)
  expect(1, text, "string")
  expect(2, rate, "number", "nil")
  rate = rate or 20
  if rate < 0 then error("Rate must be positive", 2) end
  for i = 1, #text do
    sleep(1 / rate)
    write(text:sub(i, i))
  end
end

local function slowPrint(text, rate)
  expect(1, text, "string")
  expect(2, rate, "number", "nil")
  if rate and rate < 0 then error("Rate must be positive", 2) end
  slowWrite(text, rate)
  print()
end

-- A terminal that goes on like another, but waits for a key before it scrolls, after the first lines.
local function makePager(target, free_lines)
  local pager = {}
  for name, fn in pairs(target) do pager[name] = fn end
  function pager.scroll(lines)
    for _ = 1, lines do
      target.scroll(1)
      if free_lines > 0 then
        free_lines = free_lines - 1
      else
        local _, height = target.getSize()
        target.setCursorPos(1, height)
        target.write("Press any key to continue")
        os.pullEvent("key")
        target.clearLine()
        target.setCursorPos(1, height)
      end
    end
  end
  return pager
end

-- Where there are no keys everything is shown at once.
local function pagedPrint(text, free_lines)
  expect(1, text, "string", "number")
  expect(2, free_lines, "number", "nil")
  if not hasKeys then return print(text) end
  local before = term.current()
  term.redirect(makePager(before, free_lines or 0))
  local ok, lines = pcall(print, text)
  term.redirect(before)
  if not ok then error(lines, 0) end
  return lines
end

-- Rows of text in columns as wide as the widest text of any; numbers are colours of the rows after them.
local function showTable(isPaged, ...)
  local _, height = term.getSize()
  local shown = 0
  local function show(line)
    local isBelow = isPaged and shown >= height - 3
    shown = shown + 1
    return isBelow and pagedPrint(line) or print(line)
  end

  local columnWidth = 1
  for i = 1, select("#", ...) do
    local row = expect(i, (select(i, ...)), "table", "number")
    if type(row) == "table" then
      for j, item in ipairs(row) do
        if type(item) ~= "string" and type(item) ~= "number" then
          error(("bad item #%d of argument #%d (string expected, got %s)"):format(j, i, type(item)), 2)
        end
        columnWidth = math.max(columnWidth, #tostring(item) + 1)
      end
    end
  end

  local columns = math.max(1, math.floor(term.getSize() / columnWidth))
  local before = term.getTextColour()
  for i = 1, select("#", ...) do
    local row = select(i, ...)
    if type(row) == "number" then
      term.setTextColour(row)
    else
      local cells = {}
      for j, item in ipairs(row) do
        local isLast = j == #row or j % columns == 0
        cells[#cells + 1] = isLast and tostring(item) or ("%-" .. columnWidth .. "s"):format(item)
        if isLast then
          show(table.concat(cells))
          cells = {}
        end
      end
    end
  end
  if term.getTextColour() ~= before then term.setTextColour(before) end
end

local function tabulate(...) return showTable(false, ...) end
local function pagedTabulate(...) return showTable(true, ...) end

local keywords = {}
for word in ("and break do else elseif end false for function goto if in local nil not or repeat return then true until while"):gmatch("%a+") do
  keywords[word] = true
end

-- Adds what can follow the beginning of a name among the keys of a table.
local function addNames(results, tbl, start, isMethod)
  for key, value in pairs(tbl) do
    local isName = type(key) == "string" and key:find("^[%a_][%w_]*$") and not keywords[key]
    if isName and key:sub(1, #start) == start then
      local rest = key:sub(#start + 1)
      local meta = type(value) == "table" and getmetatable(value)
      if type(value) == "function" or isMethod and type(meta) == "table" and meta.__call then
        results[rest .. "("] = true
      elseif not isMethod then
        if type(value) == "table" and next(value) ~= nil then
          results[rest .. "."] = true
        elseif rest ~= "" then
          results[rest] = true
        end
      end
    end
  end
  local meta = getmetatable(tbl)
  local index = type(meta) == "table" and meta.__index
  if type(index) == "table" then addNames(results, index, start, isMethod) end
end

local function complete(searchText, searchTable)
  expect(1, searchText, "string")
  expect(2, searchTable, "table", "nil")
  local tbl = searchTable or _G
  local separator = ""
  local rest = searchText
  while true do
    local name, found, after = rest:match("^([^.:]*)([.:])(.*)$")
    if not name then break end
    tbl = separator ~= ":" and tbl[name]
    if type(tbl) ~= "table" then return {} end
    separator, rest = found, after
  end

  local found, results = {}, {}
  addNames(found, tbl, rest, separator == ":")
  for result in pairs(found) do results[#results + 1] = result end
  table.sort(results)
  return results
end

return {
  complete = complete,
  pagedPrint = pagedPrint,
  pagedTabulate = pagedTabulate,
  slowPrint = slowPrint,
  slowWrite = slowWrite,
  tabulate = tabulate,
}
`;
