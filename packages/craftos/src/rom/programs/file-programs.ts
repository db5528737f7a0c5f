/**
 * Programs that work on files. Source: tweaked.cc for their names and what they are given.
 */
import type { RomProgram } from "./rom-program.js";

/** The programs. */
export const FILE_PROGRAMS: readonly RomProgram[] = [
  {
    name: "cat",
    help: "cat <paths> shows files.",
    source: String.raw`-- Shows files.
local paths = { ... }
if #paths == 0 then
  print("Usage: " .. (arg[0] or "cat") .. " <paths>")
  return
end
for _, path in ipairs(paths) do
  local file, problem = fs.open(shell.resolve(path), "r")
  if file then
    write(file.readAll())
    file.close()
  else
    printError(problem)
  end
end
`,
  },
  {
    name: "cd",
    help: "cd <path> goes to another folder.",
    source: String.raw`-- Goes to another folder.
local path = ...
if not path then
  print("Usage: " .. (arg[0] or "cd") .. " <path>")
  return
end
local folder = shell.resolve(path)
if fs.isDir(folder) then shell.setDir(folder) else print("Not a directory") end
`,
  },
  {
    name: "copy",
    help: "copy <source> <destination> copies a file or folder; the source may have wildcards (*).",
    source: copyOrMove("copy", "Copies"),
  },
  {
    name: "delete",
    help: "delete <paths> deletes files and folders; wildcards (*) are understood.",
    source: String.raw`-- Deletes files and folders.
local paths = { ... }
if #paths == 0 then
  print("Usage: " .. (arg[0] or "delete") .. " <paths>")
  return
end
for _, path in ipairs(paths) do
  local found = fs.find(shell.resolve(path))
  if #found == 0 then printError(path .. ": No matching files") end
  for _, file in ipairs(found) do
    if fs.isReadOnly(file) then
      printError("Cannot delete read-only file /" .. file)
    elseif fs.isDriveRoot(file) then
      printError("Cannot delete mount /" .. file)
    else
      local ok, problem = pcall(fs.delete, file)
      if not ok then printError(problem) end
    end
  end
end
`,
  },
  {
    name: "list",
    help: "list [path] lists a folder, its folders first.",
    source: String.raw`-- Lists a folder.
local folder = shell.resolve(... or "")
if not ... then folder = shell.dir() end
if not fs.exists(folder) then
  printError("No such file or directory")
  return
elseif not fs.isDir(folder) then
  printError("Not a directory")
  return
end

local showsHidden = settings.get("list.show_hidden")
local folders, files = {}, {}
for _, name in ipairs(fs.list(folder)) do
  if showsHidden or name:sub(1, 1) ~= "." then
    local into = fs.isDir(fs.combine(folder, name)) and folders or files
    into[#into + 1] = name
  end
end
table.sort(folders)
table.sort(files)
textutils.pagedTabulate(colors.green, folders, colors.white, files)
`,
  },
  {
    name: "mkdir",
    help: "mkdir <paths> makes folders.",
    source: String.raw`-- Makes folders.
local paths = { ... }
if #paths == 0 then
  print("Usage: " .. (arg[0] or "mkdir") .. " <paths>")
  return
end
for _, path in ipairs(paths) do
  local folder = shell.resolve(path)
  if fs.isDir(folder) then
    printError(path .. ": Already exists")
  elseif fs.exists(folder) then
    printError(path .. ": Destination exists")
  else
    local ok, problem = pcall(fs.makeDir, folder)
    if not ok then printError(path .. ": " .. problem) end
  end
end
`,
  },
  {
    name: "move",
    help: "move <source> <destination> moves a file or folder; the source may have wildcards (*).",
    source: copyOrMove("move", "Moves"),
  },
  {
    name: "rename",
    help: "rename <source> <destination> gives a file or folder another name.",
    source: String.raw`-- Gives a file or folder another name.
local from, to = ...
if not to then
  print("Usage: " .. (arg[0] or "rename") .. " <source> <destination>")
  return
end
from, to = shell.resolve(from), shell.resolve(to)
if not fs.exists(from) then
  printError("No matching files")
elseif fs.exists(to) then
  printError("Destination exists")
else
  local ok, problem = pcall(fs.move, from, to)
  if not ok then printError(problem) end
end
`,
  },
  {
    name: "type",
    help: "type <path> says whether there is a file or a folder.",
    source: String.raw`-- Says whether there is a file or a folder.
local path = ...
if not path then
  print("Usage: " .. (arg[0] or "type") .. " <path>")
  return
end
path = shell.resolve(path)
print(not fs.exists(path) and "No such path" or fs.isDir(path) and "directory" or "file")
`,
  },
];

/** The source of `copy` or `move`, which differ in the function that they call. */
function copyOrMove(name: "copy" | "move", verb: string): string {
  return String.raw`-- ${verb} files and folders.
local from, to = ...
if not to then
  print("Usage: " .. (arg[0] or "${name}") .. " <source> <destination>")
  return
end
local sources = fs.find(shell.resolve(from))
local destination = shell.resolve(to)
if #sources == 0 then
  printError("No matching files")
  return
end
for _, source in ipairs(sources) do
  local target = fs.isDir(destination) and fs.combine(destination, fs.getName(source)) or destination
  if #sources > 1 and not fs.isDir(destination) then
    printError("Cannot overwrite file multiple times")
    return
  elseif fs.exists(target) then
    printError("Destination exists")
    return
  end
  local ok, problem = pcall(fs.${name}, source, target)
  if not ok then
    printError(problem)
    return
  end
end
`;
}
