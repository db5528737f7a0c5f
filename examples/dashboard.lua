-- A server with a dashboard: figures and the last requests in windows, and commands from the keyboard.
-- Try it:  npx craftos-http run --term dashboard.lua   and   curl http://127.0.0.1:8080/
-- Commands: pause, resume, quit. Without a terminal what changes on the screen comes as lines.

local port = tonumber(... or 8080)
local requests, bytes, isPaused = 0, 0, false

local width, height = term.getSize()
local figures = window.create(term.current(), 1, 1, width, 2)
local log = window.create(term.current(), 1, 3, width, height - 3)
local prompt = window.create(term.current(), 1, height, width, 1)

-- Draws in a window, with all of the terminal's functions.
local function inside(target, draw)
  local before = term.redirect(target)
  draw()
  term.redirect(before)
end

local function showFigures()
  inside(figures, function()
    term.setBackgroundColor(isPaused and colors.red or colors.blue)
    term.clear()
    term.setCursorPos(1, 1)
    term.write(("%d requests, %d bytes sent"):format(requests, bytes))
    if isPaused then term.write(", paused") end
  end)
end

local function serve()
  http.listen(port, function(request, response)
    local body = isPaused and "Back soon.\n" or "Hello from the dashboard!\n"
    response.setStatusCode(isPaused and 503 or 200)
    response.write(body)
    response.close()
    requests, bytes = requests + 1, bytes + #body
    inside(log, function() print(request.getMethod() .. " " .. request.getURL()) end)
    showFigures()
  end)
end

local commands = {
  pause = function() isPaused = true end,
  resume = function() isPaused = false end,
}

local function obey()
  while true do
    inside(prompt, function()
      term.clear()
      term.setCursorPos(1, 1)
      term.write("> ")
    end)
    -- What is typed is shown in the prompt; who draws meanwhile does so inside another window.
    local before = term.redirect(prompt)
    local command = read()
    term.redirect(before)
    if command == "quit" then return end
    if not command then os.pullEvent("no more input") end -- for ever
    if commands[command] then commands[command]() end
    showFigures()
  end
end

showFigures()
parallel.waitForAny(serve, obey)
