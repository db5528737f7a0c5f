-- Given to wrk with -s: after `--`, a first argument `post` and a body make it send that,
-- and a third argument `varied` another body of that size each time; at the end the figures go out as
-- one line of JSON.
local BODIES = 1000

local function varied(size)
  local requests = {}
  for n = 1, BODIES do
    local bytes = {}
    for i = 1, size do bytes[i] = string.char(math.random(0, 255)) end
    requests[n] = wrk.format(nil, nil, nil, table.concat(bytes))
  end
  local n = 0
  return function()
    n = n % BODIES + 1
    return requests[n]
  end
end

function init(args)
  if args[1] == "post" then
    wrk.method = "POST"
    wrk.body = args[2]
    if args[3] == "varied" then request = varied(#wrk.body) end
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nfigures {"requests":%d,"seconds":%.6f,"p50Ms":%.4f,"p99Ms":%.4f,"failed":%d}\n',
    summary.requests,
    summary.duration / 1e6,
    latency:percentile(50) / 1000,
    latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
