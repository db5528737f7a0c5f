-- `craftos-http test` runs this, on a computer in virtual time.

local Room = require "room"
local simulation = require "craftos.simulation"

describe("the room", function()
  it("tells everybody who comes, speaks and leaves", function()
    local heard = {}
    local room = Room.new(function(text)
      table.insert(heard, text)
    end)
    room:say(1, "Ann")
    room:say(1, "hello")
    room:leave(1)
    room:leave(2)
    expect(heard):same { "Ann has come.", "Ann: hello", "Ann has left." }
  end)
end)

describe("the page", function()
  it("is served at /", function()
    local server = simulation.new { program = "main.lua" }
    local page = server:request(0, { path = "/" })
    local nothing = server:request(1, { path = "/x" })
    server:run(2)
    expect(page.status):eq(200)
    expect(page.body):str_match("new WebSocket")
    expect(nothing.status):eq(404)
  end)
end)
