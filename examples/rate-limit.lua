-- A limit on how often a client may ask: so many requests at once, and then one more per so many seconds.
-- Try it:  for i in $(seq 7); do curl -s -o /dev/null -w "%{http_code} " http://127.0.0.1:8080/; done
-- Behind a proxy start it with --trust-proxy: else all clients have the proxy's address.

local port = tonumber(... or 8080)
local BURST = 5 -- requests at once
local SECONDS = 2 -- until there is one more
local CLIENTS_MAX = 10000

-- How many requests each client has left, and when that was so.
local buckets, count = {}, 0

-- Forgets clients that have been away for so long that they may do everything again.
local function forgetOld(now)
  for address, bucket in pairs(buckets) do
    if now - bucket.time > BURST * SECONDS then
      buckets[address] = nil
      count = count - 1
    end
  end
end

-- Takes one request of a client's; gives nil, or how many seconds it has to wait.
local function take(address)
  local now = os.clock()
  local bucket = buckets[address]
  if not bucket then
    if count >= CLIENTS_MAX then forgetOld(now) end
    if count >= CLIENTS_MAX then return SECONDS end
    bucket = { left = BURST, time = now }
    buckets[address], count = bucket, count + 1
  end
  bucket.left = math.min(BURST, bucket.left + (now - bucket.time) / SECONDS)
  bucket.time = now
  if bucket.left < 1 then return math.ceil((1 - bucket.left) * SECONDS) end
  bucket.left = bucket.left - 1
end

http.listen(port, function(request, response)
  local wait = take(request.getRemoteAddress())
  if wait then
    response.setStatusCode(429)
    response.setResponseHeader("Retry-After", wait)
    response.write("Not so fast.\n")
  else
    response.write("Welcome!\n")
  end
  response.close()
end)
