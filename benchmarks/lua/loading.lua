-- What loading costs: 1 MB of source compiled at once and run once, and small chunks compiled one after
-- the other, each different and always the same. Prints `figure NAME VALUE` lines.
local load = loadstring or load

local function report(name, value)
  print(string.format("figure %s %.3f", name, value))
end

local function source_of(bytes)
  local parts, size, i = { "local functions = {}" }, 0, 0
  while size < bytes do
    i = i + 1
    local part = table.concat({
      "functions[" .. i .. "] = function(a, b)",
      "  local sum, item" .. i .. " = a or " .. i .. ", { x = " .. i % 17 .. ", name = \"n" .. i .. "\" }",
      "  for k = 1, " .. i % 5 + 1 .. " do",
      "    if k % 2 == 0 then sum = sum + k * item" .. i .. ".x else sum = sum - #item" .. i .. ".name end",
      "  end",
      "  return sum, b",
      "end",
    }, "\n")
    parts[i + 1] = part
    size = size + #part + 1
  end
  parts[#parts + 1] = "local total = 0"
  parts[#parts + 1] = "for i = 1, #functions do total = total + functions[i](i) end"
  parts[#parts + 1] = "return total"
  return table.concat(parts, "\n")
end

local source = source_of(1000000)
local started = os.clock()
local chunk = assert(load(source))
local loaded = os.clock()
chunk()
local finished = os.clock()
report("load-1-MB-ms", (loaded - started) * 1000)
report("run-it-once-ms", (finished - loaded) * 1000)

local small = 20000
started = os.clock()
for i = 1, small do
  load("return " .. i)()
end
report("load-small-us", (os.clock() - started) / small * 1e6)

started = os.clock()
for _ = 1, small do
  load("local a = ... return a and a.b or 7")()
end
report("load-same-us", (os.clock() - started) / small * 1e6)
