-- Collects figures that other programs send, and shows them as Prometheus and people read them.
-- Try it:
--   curl -d "temperature 21.5" http://127.0.0.1:8080/
--   printf 'requests 3\ntemperature 22\n' | curl --data-binary @- http://127.0.0.1:8080/
--   curl http://127.0.0.1:8080/

local port = tonumber(... or 8080)
local NAMES_MAX = 1000

local figures, names = {}, {}

-- Adds a value; gives nil, or what is wrong with it.
local function collect(line)
  local name, value = line:match("^([%a_:][%w_:]*) (%S+)$")
  value = tonumber(value)
  if not value or value ~= value then return "not a name and a number: " .. line end
  local figure = figures[name]
  if not figure then
    if #names == NAMES_MAX then return "too many names" end
    figure = { count = 0, sum = 0, min = math.huge, max = -math.huge }
    figures[name] = figure
    table.insert(names, name)
    table.sort(names)
  end
  figure.count, figure.sum = figure.count + 1, figure.sum + value
  figure.min, figure.max = math.min(figure.min, value), math.max(figure.max, value)
end

local function collectAll(text)
  for line in text:gmatch("[^\r\n]+") do
    local problem = collect(line)
    if problem then return problem end
  end
end

local function show(response)
  response.setResponseHeader("Content-Type", "text/plain; version=0.0.4")
  for _, name in ipairs(names) do
    local figure = figures[name]
    response.writeLine(("# TYPE %s summary"):format(name))
    response.writeLine(("%s_count %d"):format(name, figure.count))
    response.writeLine(name .. "_sum " .. figure.sum)
    response.writeLine(name .. "_min " .. figure.min)
    response.writeLine(name .. "_max " .. figure.max)
  end
end

http.listen(port, function(request, response)
  if request.getMethod() == "POST" then
    local problem = collectAll(request.readAll())
    response.setStatusCode(problem and 400 or 204)
    if problem then response.write(problem .. "\n") end
  else
    show(response)
  end
  response.close()
end)
