-- Heap bytes per value: makes many of a kind, keeps them, and divides what the heap grew by.
-- `heap_bytes()` comes from the runner where the implementation counts no memory itself.
-- Prints `figure NAME VALUE` lines.
local count = 100000

local heap_bytes = heap_bytes or function()
  collectgarbage()
  collectgarbage()
  return collectgarbage("count") * 1024
end

local shared = { "shared" }
local point = { __index = shared }

local kinds = {
  { "empty-table", function() return {} end },
  { "table-1-field", function(i) return { x = i } end },
  { "table-3-string-fields", function() return { first = "a", second = "b", third = "c" } end },
  { "table-8-fields", function(i)
    return { a = i, b = 1, c = 2, d = 3, e = 4, f = 5, g = 6, h = 7 }
  end },
  { "object-2-fields", function(i) return setmetatable({ x = i, y = 0.5 }, point) end },
  { "list-3", function(i) return { i, 2, 3 } end },
  { "list-100", function(i)
    local list = {}
    for k = 1, 100 do
      list[k] = k + i
    end
    return list
  end },
  { "dictionary-20-strings", function(i)
    local dictionary = {}
    for k = 1, 20 do
      dictionary["key" .. k] = i
    end
    return dictionary
  end },
  { "dictionary-20-integers", function(i)
    local dictionary = {}
    for k = 1, 20 do
      dictionary[k * 1000] = i
    end
    return dictionary
  end },
  { "closure-1-value", function(i) return function() return i end end },
  { "closure-1-variable", function(i) return function() i = i + 1 return i end end },
  { "closure-4-values", function(i)
    local a, b, c = i + 1, i + 2, i + 3
    return function() return i + a + b + c end
  end },
  { "string-20-bytes", function(i) return string.format("string of bytes %4d", i) end },
  { "coroutine-suspended", function(i)
    local thread = coroutine.create(function(value)
      local sum = value
      while true do
        sum = sum + coroutine.yield(sum)
      end
    end)
    coroutine.resume(thread, i)
    return thread
  end },
}

for _, kind in ipairs(kinds) do
  local name, make = kind[1], kind[2]
  local n = count
  if name:find("100") or name:find("dictionary") or name:find("coroutine") then
    n = count / 20
  end
  -- Made first, so that the list itself costs nothing below; a few are made and dropped to warm up.
  local keep = {}
  for i = 1, n do
    keep[i] = shared
  end
  for i = 1, 1000 do
    make(i)
  end
  local before = heap_bytes()
  for i = 1, n do
    keep[i] = make(i)
  end
  print(string.format("figure %s %.1f", name, (heap_bytes() - before) / n))
  keep = nil
end
