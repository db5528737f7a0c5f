/**
 * Programs that use the network. Source: tweaked.cc for their names and what they are given.
 */
import type { RomProgram } from "./rom-program.js";

/** The programs. */
export const HTTP_PROGRAMS: readonly RomProgram[] = [
  {
    name: "wget",
    folder: "http",
    help: "wget <url> [filename] downloads a file; wget run <url> [arguments] runs it.",
    source: String.raw`-- Downloads a file, or runs it.
local args = { ... }
local isRun = args[1] == "run"
if isRun then table.remove(args, 1) end
local url = table.remove(args, 1)
if not url then
  local name = arg[0] or "wget"
  print("Usages:\n" .. name .. " <url> [filename]\n" .. name .. " run <url> [arguments]")
  return
end
if not http then
  printError("wget requires the http API, but it is not enabled")
  return
end

local function download()
  local ok, problem = http.checkURL(url)
  if not ok then
    printError(problem or "Invalid URL.")
    return
  end
  write("Connecting to " .. url .. "... ")
  local answer, why = http.get({ url = url, binary = true })
  if not answer then
    print("Failed.")
    printError(why)
    return
  end
  print("Success.")
  local body = answer.readAll() or ""
  answer.close()
  return body
end

if isRun then
  local source = download()
  if not source then return end
  local fn, problem = load(source, "@" .. (url:match("([^/]+)$") or url), "t", _ENV)
  if not fn then
    printError(problem)
    return
  end
  fn(table.unpack(args))
  return
end

local name = args[1] or url:gsub("[#?].*", ""):gsub("/+$", ""):match("/([^/]+)$") or url
local path = shell.resolve(name)
if fs.exists(path) then
  print("File already exists")
  return
end
local body = download()
if not body then return end
local file, problem = fs.open(path, "wb")
if not file then
  printError("Cannot save file: " .. problem)
  return
end
file.write(body)
file.close()
print("Downloaded as " .. name)
`,
  },
];
