-- `craftos-http test` runs this: the server on a computer beside the test, in virtual time.

local simulation = require "craftos.simulation"

local NO_TASKS = '{"tasks":[],"lastId":0}'

describe("the API", function()
  local server

  before_each(function()
    -- No tasks yet, whatever the server in this folder keeps.
    server = simulation.new { program = "main.lua", files = { ["data/tasks.json"] = NO_TASKS } }
  end)

  local function ask(time, method, path, body)
    return server:request(time, { method = method, path = path, body = body })
  end

  it("adds, lists and removes tasks", function()
    local added = ask(0, "POST", "/tasks", '{"title":"write tests"}')
    local listed = ask(1, "GET", "/tasks?all")
    local removed = ask(2, "DELETE", "/tasks/1")
    local empty = ask(3, "GET", "/tasks")
    server:run()
    expect(added.status):eq(201)
    expect(textutils.unserializeJSON(listed.body)):same { { id = 1, title = "write tests" } }
    expect(removed.status):eq(204)
    expect(empty.body):eq("[]")
  end)

  it("refuses what is no task, and what is not there", function()
    local noTitle = ask(0, "POST", "/tasks", "{}")
    local noJson = ask(1, "POST", "/tasks", "title")
    local unknown = ask(2, "DELETE", "/tasks/9")
    local elsewhere = ask(3, "GET", "/")
    server:run()
    expect(noTitle.status):eq(400)
    expect(noJson.status):eq(400)
    expect(unknown.status):eq(404)
    expect(elsewhere.status):eq(404)
  end)
end)
