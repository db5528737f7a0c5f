/**
 * `window`: parts of a terminal that can be drawn on like a terminal. Source: tweaked.cc, window.
 */

/** The file `/rom/apis/window.lua`. */
export const WINDOW_API = String.raw`-- Parts of a terminal. See https://tweaked.cc/module/window.html

local expect = require("cc.expect").expect

local digits = {}
for i = 0, 15 do digits[2 ^ i] = ("0123456789abcdef"):sub(i + 1, i + 1) end

local function expectColour(index, value)
  expect(index, value, "number")
  return digits[value] and value or error("Invalid color (got " .. value .. ")", 3)
end

local function create(parent, x, y, width, height, startVisible)
  expect(1, parent, "table")
  expect(2, x, "number")
  expect(3, y, "number")
  expect(4, width, "number")
  expect(5, height, "number")
  expect(6, startVisible, "boolean", "nil")
  if parent == term then
    error("term is not a recommended window parent, try term.current() instead", 2)
  end

  local visible = startVisible ~= false
  local cursorX, cursorY, cursorBlink = 1, 1, false
  local textColour, backgroundColour = colours.white, colours.black
  local palette, lines = {}, {}
  for i = 0, 15 do palette[2 ^ i] = { parent.getPaletteColour(2 ^ i) } end

  local function emptyLine()
    return {
      text = (" "):rep(width),
      textColour = digits[textColour]:rep(width),
      backgroundColour = digits[backgroundColour]:rep(width),
    }
  end
  for i = 1, height do lines[i] = emptyLine() end

  -- What the parent is told.

  local function drawLine(n)
    local line = lines[n]
    parent.setCursorPos(x, y + n - 1)
    parent.blit(line.text, line.textColour, line.backgroundColour)
  end

  local function showCursor()
    local isInside = cursorX >= 1 and cursorX <= width and cursorY >= 1 and cursorY <= height
    parent.setCursorBlink(isInside and cursorBlink)
    parent.setTextColour(textColour)
    if isInside then parent.setCursorPos(x + cursorX - 1, y + cursorY - 1) end
  end

  local function drawAll()
    for i = 1, height do drawLine(i) end
  end

  local function drawPalette()
    for colour, rgb in pairs(palette) do parent.setPaletteColour(colour, rgb[1], rgb[2], rgb[3]) end
  end

  local function shown(...)
    if visible then
      for i = 1, select("#", ...) do drawLine((select(i, ...))) end
      showCursor()
    end
  end

  -- Puts characters where the cursor is, as far as they are inside.
  local function put(text, front, back)
    local start = cursorX
    cursorX = cursorX + #text
    local line = lines[cursorY]
    local first, last = math.max(1, 2 - start), math.min(#text, width + 1 - start)
    if not line or first > last then return shown() end
    local function replace(old, new)
      return old:sub(1, start + first - 2) .. new:sub(first, last) .. old:sub(start + last)
    end
    line.text = replace(line.text, text)
    line.textColour = replace(line.textColour, front)
    line.backgroundColour = replace(line.backgroundColour, back)
    shown(cursorY)
  end

  local window = {}

  function window.write(text)
    text = tostring(text)
    put(text, digits[textColour]:rep(#text), digits[backgroundColour]:rep(#text))
  end

  function window.blit(text, front, back)
    expect(1, text, "string")
    expect(2, front, "string")
    expect(3, back, "string")
    if #front ~= #text or #back ~= #text then error("Arguments must be the same length", 2) end
    put(text, (front:lower():gsub("[^%x]", "0")), (back:lower():gsub("[^%x]", "f")))
  end

  function window.clear()
    for i = 1, height do lines[i] = emptyLine() end
    if visible then
      drawAll()
      showCursor()
    end
  end

  function window.clearLine()
    if lines[cursorY] then
      lines[cursorY] = emptyLine()
      shown(cursorY)
    end
  end

  function window.scroll(n)
    expect(1, n, "number")
    if n == 0 then return end
    local moved = {}
    for i = 1, height do moved[i] = lines[i + n] or emptyLine() end
    lines = moved
    if visible then
      drawAll()
      showCursor()
    end
  end

  function window.getCursorPos() return cursorX, cursorY end

  function window.setCursorPos(newX, newY)
    expect(1, newX, "number")
    expect(2, newY, "number")
    cursorX, cursorY = math.floor(newX), math.floor(newY)
    shown()
  end

  function window.getCursorBlink() return cursorBlink end

  function window.setCursorBlink(blink)
    expect(1, blink, "boolean")
    cursorBlink = blink
    shown()
  end

  function window.isColour() return parent.isColour() end
  window.isColor = window.isColour

  function window.getTextColour() return textColour end
  window.getTextColor = window.getTextColour

  function window.setTextColour(colour)
    textColour = expectColour(1, colour)
    shown()
  end
  window.setTextColor = window.setTextColour

  function window.getBackgroundColour() return backgroundColour end
  window.getBackgroundColor = window.getBackgroundColour

  function window.setBackgroundColour(colour) backgroundColour = expectColour(1, colour) end
  window.setBackgroundColor = window.setBackgroundColour

  function window.getPaletteColour(colour)
    local rgb = palette[expectColour(1, colour)]
    return rgb[1], rgb[2], rgb[3]
  end
  window.getPaletteColor = window.getPaletteColour

  function window.setPaletteColour(colour, r, g, b)
    expectColour(1, colour)
    expect(2, r, "number")
    if g == nil and b == nil then
      r, g, b = colours.unpackRGB(r)
    else
      expect(3, g, "number")
      expect(4, b, "number")
    end
    palette[colour] = { r, g, b }
    if visible then parent.setPaletteColour(colour, r, g, b) end
  end
  window.setPaletteColor = window.setPaletteColour

  function window.getSize() return width, height end
  function window.getPosition() return x, y end

  function window.getLine(n)
    expect(1, n, "number")
    local line = lines[n] or error("Line is out of range.", 2)
    return line.text, line.textColour, line.backgroundColour
  end

  function window.isVisible() return visible end

  function window.setVisible(isVisible)
    expect(1, isVisible, "boolean")
    if visible == isVisible then return end
    visible = isVisible
    if visible then window.redraw() end
  end

  function window.redraw()
    if not visible then return end
    drawAll()
    drawPalette()
    showCursor()
  end

  function window.restoreCursor()
    if visible then showCursor() end
  end

  function window.reposition(newX, newY, newWidth, newHeight, newParent)
    expect(1, newX, "number")
    expect(2, newY, "number")
    if newWidth ~= nil or newHeight ~= nil then
      expect(3, newWidth, "number")
      expect(4, newHeight, "number")
    end
    expect(5, newParent, "table", "nil")
    x, y, parent = newX, newY, newParent or parent
    if newWidth and (newWidth ~= width or newHeight ~= height) then
      local old = lines
      width, height, lines = newWidth, newHeight, {}
      for i = 1, height do
        local empty = emptyLine()
        local line = old[i] or empty
        for key, value in pairs(line) do empty[key] = (value .. empty[key]:sub(#value + 1)):sub(1, width) end
        lines[i] = empty
      end
    end
    window.redraw()
  end

  if visible then window.redraw() end
  return window
end

return { create = create }
`;
