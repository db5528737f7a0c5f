-- Globals of a page are gone after it: what is to stay is kept in _G, or in a file.
_G.visits = (_G.visits or 0) + 1

print("<!doctype html>")
print('<title>Pages</title><link rel="stylesheet" href="/style.css">')
print("<h1>Pages</h1>")
print("<p>This is visit " .. _G.visits .. ", at " .. os.date("%H:%M:%S") .. ".</p>")
print("<ul>")
for _, name in ipairs(fs.list("pages")) do
  print(('<li><a href="/%s">%s</a></li>'):format(escape(name), escape(name)))
end
print("</ul>")
