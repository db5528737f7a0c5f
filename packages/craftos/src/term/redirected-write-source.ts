/**
 * `write` when `term` is redirected: it works through the functions of `term`, which may be a program's.
 * Source: tweaked.cc, _G.write.
 */

/** A chunk that gives a table with `write`, and `writeError`, which writes in red. */
export const REDIRECTED_WRITE = String.raw`-- What write does when term is redirected.

local function write(text)
  local lines = 0
  local function newLine()
    local _, y = term.getCursorPos()
    local _, height = term.getSize()
    if y < height then
      term.setCursorPos(1, y + 1)
    else
      term.scroll(1)
      term.setCursorPos(1, height)
    end
    lines = lines + 1
  end

  local at = 1
  while at <= #text do
    local width = term.getSize()
    local blanks = text:match("^[ \t]+", at)
    local word = text:match("^[^ \t\n]+", at)
    if blanks then
      term.write(blanks)
    elseif word then
      local x = term.getCursorPos()
      if x + #word - 1 > width and #word <= width then newLine() end
      local rest = word
      while rest ~= "" do
        if term.getCursorPos() > width then newLine() end
        local room = math.max(1, width - term.getCursorPos() + 1)
        term.write(rest:sub(1, room))
        rest = rest:sub(room + 1)
      end
    else
      newLine()
    end
    at = at + #(blanks or word or "\n")
  end
  return lines
end

local function writeError(text)
  local before = term.isColor() and term.getTextColor()
  if before then term.setTextColor(colors.red) end
  write(text)
  if before then term.setTextColor(before) end
end

return { write = write, writeError = writeError }
`;
