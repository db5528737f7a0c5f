/**
 * `paintutils`: dots, lines, boxes and pictures. Source: tweaked.cc, paintutils.
 */

/** The file `/rom/apis/paintutils.lua`. */
export const PAINTUTILS_API = String.raw`-- Dots, lines, boxes and pictures. See https://tweaked.cc/module/paintutils.html

local expect = require("cc.expect").expect

local function dot(x, y)
  term.setCursorPos(x, y)
  term.write(" ")
end

local function useColour(colour)
  if colour then term.setBackgroundColour(colour) end
end

local function parseImage(text)
  expect(1, text, "string")
  local image = {}
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do
    local row = {}
    for i = 1, #line do row[i] = colours.fromBlit(line:sub(i, i)) or 0 end
    image[#image + 1] = row
  end
  if #image > 0 and #image[#image] == 0 and text:sub(-1) == "\n" then image[#image] = nil end
  return image
end

local function loadImage(path)
  expect(1, path, "string")
  local file = fs.exists(path) and fs.open(path, "r")
  if not file then return nil end
  local text = file.readAll()
  file.close()
  return parseImage(text or "")
end

local function drawPixel(x, y, colour)
  expect(1, x, "number")
  expect(2, y, "number")
  expect(3, colour, "number", "nil")
  useColour(colour)
  dot(x, y)
end

-- The checked, whole corners of a line or box.
local function corners(startX, startY, endX, endY, colour)
  for i, value in ipairs { startX or false, startY or false, endX or false, endY or false } do
    if type(value) ~= "number" then
      local given = ({ startX, startY, endX, endY })[i]
      error(("bad argument #%d (number expected, got %s)"):format(i, type(given)), 3)
    end
  end
  if colour ~= nil and type(colour) ~= "number" then
    error(("bad argument #5 (number expected, got %s)"):format(type(colour)), 3)
  end
  useColour(colour)
  return math.floor(startX), math.floor(startY), math.floor(endX), math.floor(endY)
end

local function drawLine(startX, startY, endX, endY, colour)
  local x1, y1, x2, y2 = corners(startX, startY, endX, endY, colour)
  local steps = math.max(math.abs(x2 - x1), math.abs(y2 - y1))
  for i = 0, steps do
    local part = steps == 0 and 0 or i / steps
    dot(math.floor(x1 + (x2 - x1) * part + 0.5), math.floor(y1 + (y2 - y1) * part + 0.5))
  end
end

local function inOrder(x1, y1, x2, y2)
  return math.min(x1, x2), math.min(y1, y2), math.max(x1, x2), math.max(y1, y2)
end

local function drawRow(x1, x2, y)
  term.setCursorPos(x1, y)
  term.write((" "):rep(x2 - x1 + 1))
end

local function drawBox(startX, startY, endX, endY, colour)
  local x1, y1, x2, y2 = inOrder(corners(startX, startY, endX, endY, colour))
  drawRow(x1, x2, y1)
  for y = y1 + 1, y2 - 1 do
    dot(x1, y)
    if x2 > x1 then dot(x2, y) end
  end
  if y2 > y1 then drawRow(x1, x2, y2) end
end

local function drawFilledBox(startX, startY, endX, endY, colour)
  local x1, y1, x2, y2 = inOrder(corners(startX, startY, endX, endY, colour))
  for y = y1, y2 do drawRow(x1, x2, y) end
end

local function drawImage(image, x, y)
  expect(1, image, "table")
  expect(2, x, "number")
  expect(3, y, "number")
  for i, row in ipairs(image) do
    for j, colour in ipairs(row) do
      if colour > 0 then drawPixel(x + j - 1, y + i - 1, colour) end
    end
  end
end

return {
  drawBox = drawBox,
  drawFilledBox = drawFilledBox,
  drawImage = drawImage,
  drawLine = drawLine,
  drawPixel = drawPixel,
  loadImage = loadImage,
  parseImage = parseImage,
}
`;
