-- A remote shell: runs commands of CraftOS's shell and sends back what they show.
-- Try it:
--   npx craftos-http run remote-shell.lua 8080 secret
--   curl -H "Authorization: Bearer secret" -d "ls" http://127.0.0.1:8080/
-- Who knows the token can do whatever the computer can. Use it with --tls-cert, or on this machine only.

local port, token = ...
port = tonumber(port or 8080)
if not token then
  print("Usage: remote-shell <port> <token>")
  return
end

-- Runs a command with a page in the terminal's place; gives whether it went well, and the page's text.
local function runOnPage(command)
  local page = window.create(term.native(), 1, 1, 80, 500, false)
  local before, showError = term.redirect(page), _G.printError
  _G.printError = print -- Errors are for the client too.
  local ok = shell.run(command)
  _G.printError = showError
  term.redirect(before)

  local lines = {}
  local _, rows = page.getCursorPos()
  for row = 1, rows do lines[row] = page.getLine(row):gsub(" +$", "") end
  return ok, table.concat(lines, "\n")
end

-- There is one terminal: commands wait for each other.
local isBusy = false

http.listen(port, function(request, response)
  response.setResponseHeader("Content-Type", "text/plain")
  if request.getRequestHeaders().Authorization ~= "Bearer " .. token then
    response.setStatusCode(401)
    response.setResponseHeader("WWW-Authenticate", "Bearer")
    response.write("Tell the token.\n")
  elseif request.getMethod() ~= "POST" then
    response.setStatusCode(405)
    response.setResponseHeader("Allow", "POST")
    response.write("Send a command as the body of a POST.\n")
  else
    while isBusy do os.pullEvent("command_done") end
    isBusy = true
    local ok, text = runOnPage(request.readAll())
    isBusy = false
    os.queueEvent("command_done")
    response.setStatusCode(ok and 200 or 422)
    response.write(text)
  end
  response.close()
end)
