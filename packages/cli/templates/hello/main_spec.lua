-- `craftos-http test` runs this: the server on a computer beside the test, in virtual time.

local simulation = require "craftos.simulation"

describe("the server", function()
  it("says hello", function()
    local server = simulation.new { program = "main.lua" }
    local response = server:request(0, { path = "/world" })
    server:run()
    expect(response):matches { status = 200, body = "Hello, /world!\n" }
  end)
end)
