/**
 * `read` on a screen with a keyboard. Source: tweaked.cc, _G.read.
 *
 * HOST: going down past the latest line of the history gives back what was being typed.
 */

/** A chunk that gives a table with `read`. */
export const READ_KEYS = `-- Reads a line that is typed.

local expect = require("cc.expect").expect

-- A field from the cursor to the end of the row, in which a line is edited.
local function makeField(mask, complete, text)
  local field = { text = text, cursor = #text, offers = {}, offer = 0 }
  local left = term.getCursorPos()
  local hidden, drawn = 0, 0

  local function shown(part)
    return mask and mask:rep(#part) or part
  end

  function field.draw()
    local room = math.max(1, term.getSize() - left + 1)
    local _, y = term.getCursorPos()
    hidden = math.max(math.min(hidden, field.cursor), field.cursor - room + 1)
    local visible = shown(field.text):sub(hidden + 1, hidden + room)
    term.setCursorPos(left, y)
    term.write(visible)
    local used = #visible
    local offer = field.offers[field.offer]
    if offer then
      local front, back = term.getTextColor(), term.getBackgroundColor()
      local tail = shown(offer):sub(1, room - used)
      term.setTextColor(colors.white)
      term.setBackgroundColor(colors.gray)
      term.write(tail)
      term.setTextColor(front)
      term.setBackgroundColor(back)
      used = used + #tail
    end
    term.write((" "):rep(math.min(drawn, room) - used))
    drawn = used
    term.setCursorPos(left + field.cursor - hidden, y)
  end

  function field.offerNothing()
    field.offers, field.offer = {}, 0
  end

  -- Asks what the line could go on with, if the cursor is at its end.
  local function ask()
    field.offerNothing()
    if not complete or field.cursor < #field.text then return end
    field.offers = complete(field.text) or {}
    field.offer = #field.offers > 0 and 1 or 0
  end

  function field.change(newText, cursor)
    field.text, field.cursor = newText, cursor
    ask()
    field.draw()
  end

  function field.insert(part)
    local at = field.cursor
    field.change(field.text:sub(1, at) .. part .. field.text:sub(at + 1), at + #part)
  end

  -- Takes away the character behind a place.
  function field.remove(at)
    if at < 0 or at >= #field.text then return end
    field.change(field.text:sub(1, at) .. field.text:sub(at + 2), at)
  end

  function field.moveTo(at)
    if at < 0 or at > #field.text or at == field.cursor then return end
    field.change(field.text, at)
  end

  function field.accept()
    local offer = field.offers[field.offer]
    if offer then field.change(field.text .. offer, #field.text + #offer) end
  end

  -- Offers the next of several ways to go on, or the one before.
  function field.turn(step)
    local count = #field.offers
    if count == 0 then return false end
    field.offer = (field.offer - 1 + step) % count + 1
    field.draw()
    return true
  end

  function field.click(x, y)
    local _, row = term.getCursorPos()
    if y ~= row or x < left then return end
    field.cursor = math.min(hidden + x - left, #field.text)
    field.draw()
  end

  ask()
  field.draw()
  return field
end

-- Goes through the lines of a history, of which what is being typed is the last.
local function makeRecall(field, history)
  local position, typed = #history + 1, nil
  return function(step)
    local wanted = position + step
    if wanted < 1 or wanted > #history + 1 then return end
    if position > #history then typed = field.text end
    position = wanted
    field.text = history[position] or typed or ""
    field.cursor = #field.text
    field.offerNothing()
    field.draw()
  end
end

local function makeKeys(field, history)
  local recall = makeRecall(field, history or {})
  return {
    [keys.left] = function() field.moveTo(field.cursor - 1) end,
    [keys.right] = function()
      if field.cursor < #field.text then field.moveTo(field.cursor + 1) else field.accept() end
    end,
    [keys.up] = function() if not field.turn(-1) then recall(-1) end end,
    [keys.down] = function() if not field.turn(1) then recall(1) end end,
    [keys.home] = function() field.moveTo(0) end,
    [keys["end"]] = function() field.moveTo(#field.text) end,
    [keys.backspace] = function() field.remove(field.cursor - 1) end,
    [keys.delete] = function() field.remove(field.cursor) end,
    [keys.tab] = field.accept,
  }
end

local function read(replaceChar, history, completeFn, default)
  expect(1, replaceChar, "string", "nil")
  expect(2, history, "table", "nil")
  expect(3, completeFn, "function", "nil")
  expect(4, default, "string", "nil")

  term.setCursorBlink(true)
  local mask = replaceChar and replaceChar ~= "" and replaceChar:sub(1, 1)
  local field = makeField(mask, completeFn, default or "")
  local pressed = makeKeys(field, history)
  while true do
    local event, what, x, y = os.pullEvent()
    if event == "char" or event == "paste" then
      field.insert(what)
    elseif event == "key" and (what == keys.enter or what == keys.numPadEnter) then
      break
    elseif event == "key" and pressed[what] then
      pressed[what]()
    elseif event == "mouse_click" or event == "mouse_drag" and what == 1 then
      field.click(x, y)
    elseif event == "term_resize" then
      field.draw()
    end
  end

  field.offerNothing()
  field.draw()
  term.setCursorBlink(false)
  local _, row = term.getCursorPos()
  term.setCursorPos((term.getSize()) + 1, row)
  print()
  return field.text
end

return { read = read }
`;
