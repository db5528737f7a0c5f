/**
 * `read`. Source: tweaked.cc, _G.read.
 *
 * HOST: a line is what standard input has, not what is typed on the screen: there are no keys, so
 * nothing is completed and there is no history to go through. At the end of the input it gives nil.
 */

/** A chunk that gives a table with `read`; it is given the natives that ask for lines. */
export const READ = `-- Reads a line from standard input.

local expect = require("cc.expect").expect
local requestLine, lineWasRead = ...

local function read(replaceChar, history, completeFn, default)
  expect(1, replaceChar, "string", "nil")
  expect(2, history, "table", "nil")
  expect(3, completeFn, "function", "nil")
  expect(4, default, "string", "nil")

  local request = requestLine()
  if not request then return nil end
  local answered, line
  repeat
    local _, id, text = os.pullEvent("read_line")
    answered, line = id == request, text
  until answered
  if line == "" and default then line = default end
  if line then lineWasRead(replaceChar and replaceChar:sub(1, 1):rep(#line) or line) end
  return line
end

return { read = read }
`;
