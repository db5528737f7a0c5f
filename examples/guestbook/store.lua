-- An API: its globals are what it offers, its locals are its own. It keeps the entries in a file, one per
-- line, so that adding one writes no more than that.

local FILE = "guestbook.txt"

function entries()
  local list = {}
  if not fs.exists(FILE) then return list end
  for line in io.lines(FILE) do table.insert(list, textutils.unserializeJSON(line)) end
  return list
end

function add(name, text)
  local file = assert(fs.open(FILE, "a"))
  file.writeLine(textutils.serializeJSON({ name = name, text = text }, { unicode_strings = true }))
  file.close()
end
