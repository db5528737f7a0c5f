-- Global variables: a program written without `local`, as many are; globals read, written and called,
-- library functions reached through their globals.
scale = tonumber((...)) or 1
iterations = math.floor(7100000 * scale)
counter, total, last_seen = 0, 0, 0
settings = { step = 3, limit = 1009 }

function increase(by)
  counter = counter + by
end

function wrap_total()
  if total > settings.limit then
    total = total - settings.limit
  end
end

function visit(value)
  increase(settings.step)
  total = total + math.abs(value - last_seen) + math.max(value, 2)
  wrap_total()
  last_seen = value
end

started = os.clock()
for i = 1, iterations do
  visit(i % 29)
end
seconds = os.clock() - started

print(string.format("checksum %d %d %d", counter, total, last_seen))
print(string.format("seconds %.6f", seconds))
