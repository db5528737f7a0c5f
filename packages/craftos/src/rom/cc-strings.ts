/**
 * The module `cc.strings`: text in lines and parts. Source: tweaked.cc, cc.strings.
 */

/** The file `/rom/modules/main/cc/strings.lua`. */
export const CC_STRINGS = String.raw`-- Text in lines and parts. See https://tweaked.cc/library/cc.strings.html

local expect = require("cc.expect").expect

local function widthOr(width)
  return width or (term.getSize())
end

-- Words go to the next line where they do not fit; blanks stay at the end of the line before them, as
-- far as there is room. A word longer than a line goes on over several.
local function wrap(text, width)
  expect(1, text, "string")
  expect(2, width, "number", "nil")
  width = widthOr(width)
  if width < 1 then error("bad argument #2 (width must be at least 1)", 2) end

  local lines, line = {}, ""
  local function endLine()
    lines[#lines + 1] = line:sub(1, width)
    line = ""
  end

  local at = 1
  while at <= #text do
    local blanks = text:match("^[ \t]+", at)
    local word = text:match("^[^ \t\n]+", at)
    if blanks then
      line = line .. blanks
    elseif word then
      if #line + #word > width and line ~= "" and (#word <= width or #line >= width) then endLine() end
      local rest = word
      while #line + #rest > width do
        local room = width - #line
        line = line .. rest:sub(1, room)
        rest = rest:sub(room + 1)
        endLine()
      end
      line = line .. rest
    else
      endLine()
    end
    at = at + #(blanks or word or "\n")
  end
  endLine()
  return lines
end

local function ensure_width(line, width)
  expect(1, line, "string")
  expect(2, width, "number", "nil")
  width = widthOr(width)
  return line:sub(1, width) .. (" "):rep(width - #line)
end

local function split(str, deliminator, plain, limit)
  expect(1, str, "string")
  expect(2, deliminator, "string")
  expect(3, plain, "boolean", "nil")
  expect(4, limit, "number", "nil")
  local parts, at = {}, 1
  while not limit or #parts < limit - 1 do
    local first, last = str:find(deliminator, at, plain)
    if not first then break end
    if last < first then error("separator is empty", 2) end
    parts[#parts + 1] = str:sub(at, first - 1)
    at = last + 1
  end
  parts[#parts + 1] = str:sub(at)
  return parts
end

return { wrap = wrap, ensure_width = ensure_width, split = split }
`;
