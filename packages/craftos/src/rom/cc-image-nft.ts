/**
 * The module `cc.image.nft`: pictures with text, each line as `term.blit` takes it. Source: tweaked.cc,
 * cc.image.nft.
 */

/** The file `/rom/modules/main/cc/image/nft.lua`. */
export const CC_IMAGE_NFT = String.raw`-- Pictures with text. See https://tweaked.cc/library/cc.image.nft.html

local expect = require("cc.expect").expect

-- A line is text in which byte 31 and a digit set the colour of what follows, byte 30 that behind it.
local function parseLine(line)
  local text, foregrounds, backgrounds = {}, {}, {}
  local foreground, background = "0", "f"
  local at = 1
  while at <= #line do
    local mark, color = line:match("^([\30\31])(.)", at)
    if mark then
      if mark == "\31" then foreground = color else background = color end
      at = at + 2
    else
      local part = line:match("^[^\30\31]+", at) or line:sub(at)
      text[#text + 1] = part
      foregrounds[#foregrounds + 1] = foreground:rep(#part)
      backgrounds[#backgrounds + 1] = background:rep(#part)
      at = at + #part
    end
  end
  return {
    text = table.concat(text),
    foreground = table.concat(foregrounds),
    background = table.concat(backgrounds),
  }
end

local function parse(image)
  expect(1, image, "string")
  local lines = {}
  -- What stands behind the last line feed is a line if there is anything.
  for line in image:gsub("([^\n])$", "%1\n"):gmatch("(.-)\n") do lines[#lines + 1] = parseLine(line) end
  return lines
end

local function load(path)
  expect(1, path, "string")
  local file, problem = io.open(path, "r")
  if not file then return nil, problem end
  local image = file:read("a")
  file:close()
  return parse(image or "")
end

local function draw(image, xPos, yPos, target)
  expect(1, image, "table")
  expect(2, xPos, "number")
  expect(3, yPos, "number")
  expect(4, target, "table", "nil")
  target = target or term
  for row, line in ipairs(image) do
    target.setCursorPos(xPos, yPos + row - 1)
    target.blit(line.text, line.foreground, line.background)
  end
end

return { draw = draw, load = load, parse = parse }
`;
