/**
 * The module `craftos.web.cors`: middleware that lets pages of other origins ask. Source: WHATWG Fetch, CORS
 * protocol.
 */

/** The file `/rom/modules/main/craftos/web/cors.lua`. */
export const WEB_CORS = String.raw`-- Middleware that lets pages of other origins ask. Without options: all of them, without cookies.

local function set(list)
  if type(list) == "string" then list = { list } end
  local members = {}
  for _, each in ipairs(list) do members[each] = true end
  return members
end

-- options: origins ("*", or a list), methods, headers, exposes (lists), credentials, maxAge (seconds)
return function(options)
  options = options or {}
  local origins = set(options.origins or "*")
  local methods = table.concat(options.methods or { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" }, ", ")
  if options.credentials and origins["*"] then
    error("bad field 'origins' (with credentials every origin has to be named)", 2)
  end
  return function(request, response, next)
    local origin = request.headers["Origin"]
    local isAllowed = origin and (origins["*"] or origins[origin])
    local function add()
      if response.isSent then return end
      if not origins["*"] then response:lasting("Vary", "Origin") end
      if not isAllowed then return end
      response:lasting("Access-Control-Allow-Origin", origins["*"] and "*" or origin)
      if options.credentials then response:lasting("Access-Control-Allow-Credentials", "true") end
      if options.exposes then
        response:lasting("Access-Control-Expose-Headers", table.concat(options.exposes, ", "))
      end
    end
    local asked = request.headers["Access-Control-Request-Method"]
    if request.method ~= "OPTIONS" or not asked then
      add()
      return next()
    end
    add()
    response:status(204)
    if not isAllowed then return end
    response:header("Access-Control-Allow-Methods", methods)
    local wanted = request.headers["Access-Control-Request-Headers"]
    local allowed = options.headers and table.concat(options.headers, ", ") or wanted
    if allowed then response:header("Access-Control-Allow-Headers", allowed) end
    if options.maxAge then response:header("Access-Control-Max-Age", tostring(options.maxAge)) end
  end
end
`;
