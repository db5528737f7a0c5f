/**
 * Programs to begin with. Each shows one thing, and a test runs them all.
 */

/** A program that the page offers. */
export interface Example {
  readonly name: string;
  readonly program: string;
}

/** The programs, the first of which is there when the page opens. */
export const EXAMPLES: readonly Example[] = [
  {
    name: "A server",
    program: `-- Run it, then send it requests below.
local visits = 0

http.listen(8080, function(request, response)
  visits = visits + 1
  print(request.getMethod(), request.getURL())
  response.setResponseHeader("Content-Type", "text/plain")
  response.writeLine("Hello from Lua! You asked for " .. request.getURL())
  response.writeLine("This is visit " .. visits .. ".")
  response.close()
end)
`,
  },
  {
    name: "Routes and JSON",
    program: `-- craftos.web is on every computer here. Try POST /tasks with the body {"title":"mine iron"}
local app = require "craftos.web"
local tasks = {}

app:get("/tasks", function()
  return tasks
end)

app:post("/tasks", function(request, response)
  local task = { id = #tasks + 1, title = request:json().title }
  tasks[task.id] = task
  response:status(201)
  return task
end)

app:get("/tasks/:id", function(request)
  return tasks[tonumber(request.params.id)] or 404
end)

app:listen(8080)
`,
  },
  {
    name: "Timers side by side",
    program: `-- parallel runs functions beside each other; sleep waits without holding anybody up.
local function count(name, seconds)
  return function()
    for i = 1, 5 do
      sleep(seconds)
      print(("%5.2f  %s %d"):format(os.clock(), name, i))
    end
  end
end

parallel.waitForAll(count("slow", 0.5), count("fast", 0.2))
print("both are done")
`,
  },
  {
    name: "Coroutines",
    program: `-- A tree walked by a coroutine.
local function walk(tree)
  if not tree then return end
  walk(tree.left)
  coroutine.yield(tree.value)
  walk(tree.right)
end

local function insert(tree, value)
  if not tree then return { value = value } end
  local side = value < tree.value and "left" or "right"
  tree[side] = insert(tree[side], value)
  return tree
end

local tree
for _, value in ipairs { 5, 2, 8, 1, 9, 3 } do tree = insert(tree, value) end
for value in coroutine.wrap(function() walk(tree) end) do write(value .. " ") end
print()
`,
  },
  {
    name: "Asking questions",
    program: `local number = math.random(100)
print("I think of a number from 1 to 100.")
for try = 1, 7 do
  write("Your guess? ")
  local guess = tonumber(read())
  if not guess then
    print("That is no number.")
  elseif guess == number then
    print("Right, with " .. try .. " guesses!")
    return
  else
    print(guess < number and "It is greater." or "It is smaller.")
  end
end
print("It was " .. number .. ".")
`,
  },
  {
    name: "An error",
    program: `-- The line of the error is marked, and the traceback says who called whom.
local Account = {}
Account.__index = Account

function Account:withdraw(amount)
  self.balance = self.balnce - amount
end

local function pay(account, amounts)
  for _, amount in ipairs(amounts) do account:withdraw(amount) end
end

pay(setmetatable({ balance = 10 }, Account), { 1, 2 })
`,
  },
  {
    name: "A loop without end",
    program: `-- It holds nobody up: the page goes on, and Stop ends it. Left alone it gets an error after
-- seven seconds, as in CC: Tweaked.
local n = 0
print("counting...")
while true do n = n + 1 end
`,
  },
];
