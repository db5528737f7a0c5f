/**
 * The module `craftos.web.routes`: patterns of paths, and the way of a request through handlers.
 */

/** The file `/rom/modules/main/craftos/web/routes.lua`. */
export const WEB_ROUTES = String.raw`-- Patterns of paths, and the way of a request through handlers.

-- "/users/:id" and "/files/*path": a name takes one segment, a star all that follow.
local function compile(pattern, isPrefix)
  if type(pattern) ~= "string" or pattern:sub(1, 1) ~= "/" then
    error("bad argument #1 (a path that begins with / expected)", 3)
  end
  local compiled = { isPrefix = isPrefix }
  for segment in pattern:gmatch("[^/]+") do
    if compiled.rest then error("bad path '" .. pattern .. "': nothing may follow a *", 3) end
    local kind, name = segment:match("^([:*])(.*)$")
    if kind == "*" then
      compiled.rest = name == "" and "rest" or name
    elseif kind == ":" and name == "" then
      error("bad path '" .. pattern .. "': a parameter has no name", 3)
    else
      table.insert(compiled, kind and { name = name } or { text = segment })
    end
  end
  return compiled
end

-- The parameters, if the segments after the first so many fit; else nil.
local function match(pattern, segments, skipped)
  local count = #segments - skipped
  local isOpen = pattern.rest or pattern.isPrefix
  if count < #pattern or (count > #pattern and not isOpen) then return nil end
  local params = {}
  for i, part in ipairs(pattern) do
    local segment = segments[skipped + i]
    if part.name then
      params[part.name] = segment
    elseif part.text ~= segment then
      return nil
    end
  end
  if pattern.rest then
    params[pattern.rest] = table.concat(segments, "/", skipped + #pattern + 1)
  end
  return params
end

local function fits(entry, method)
  return entry.method == nil or entry.method == method or (method == "HEAD" and entry.method == "GET")
end

-- Sends a request through the entries of a list from one on; next goes on behind the list.
local function walk(list, from, way, skipped, next)
  local request, response = way.request, way.response
  for i = from, #list do
    local entry = list[i]
    local params = match(entry.pattern, request.segments, skipped)
    if params then
      local function goOn() return walk(list, i + 1, way, skipped, next) end
      local outer = request.params
      if entry.list then
        request.params = setmetatable(params, { __index = outer })
        return walk(entry.list, 1, way, skipped + #entry.pattern, function()
          request.params = outer
          return goOn()
        end)
      elseif entry.isMiddleware then
        return response:take(entry.handler(request, response, goOn))
      elseif fits(entry, request.method) then
        request.params = setmetatable(params, { __index = outer })
        return response:take(entry.handler(request, response, goOn))
      end
      way.allowed[entry.method] = true
    end
  end
  return next()
end

return { compile = compile, walk = walk }
`;
