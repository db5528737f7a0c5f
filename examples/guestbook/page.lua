-- A module: how the guestbook looks.

local page = {}

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

-- What guests write is text, never part of the page.
local function escape(text) return (text:gsub('[&<>"]', entities)) end

function page.show(entries, problem)
  local parts = { "<!doctype html>\n<title>Guestbook</title>\n<h1>Guestbook</h1>\n" }
  if problem then table.insert(parts, "<p><b>" .. escape(problem) .. "</b></p>\n") end
  for _, entry in ipairs(entries) do
    table.insert(parts, ("<p>%s<br>&mdash; %s</p>\n"):format(escape(entry.text), escape(entry.name)))
  end
  table.insert(parts, [[
<form method="post">
  <input name="name" placeholder="Your name">
  <input name="text" placeholder="Some words">
  <button>Write</button>
</form>
]])
  return table.concat(parts)
end

return page
