-- A program of several files: a guestbook with a page, a form and entries that are kept on disk.
-- Try it:  open http://127.0.0.1:8080/
--
-- There are two ways to share code. A module is a file that returns something, and require() gives it to
-- those who ask. An API is the older way: os.loadAPI() makes a global of a file's globals, for all programs
-- of the computer.

local Router = require("lib.router")
local page = require("guestbook.page")

os.loadAPI("guestbook/store.lua")

local router = Router.new()

router:get("/", function(_, response) response.html(page.show(store.entries())) end)

router:post("/", function(request, response)
  local form = request.form()
  local name, text = form.name or "", form.text or ""
  if name == "" or text == "" or #text > 1000 then
    return response.html(page.show(store.entries(), "A name and some words, please."), 400)
  end
  store.add(name, text)
  response.redirect("/")
end)

router:listen(tonumber(... or 8080))
