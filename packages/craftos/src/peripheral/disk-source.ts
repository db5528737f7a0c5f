/**
 * `disk`: drives that are attached to a computer, of which there is none. Source: tweaked.cc, disk.
 */

/** The file `/rom/apis/disk.lua`. */
export const DISK_API = `-- Disk drives, as far as peripherals are there. See https://tweaked.cc/module/disk.html

local expect = require("cc.expect").expect

local function isDrive(name)
  return peripheral.getType(name) == "drive"
end

-- Asks a drive; gives what a computer without that drive has.
local function asking(method, otherwise)
  return function(name)
    expect(1, name, "string")
    if isDrive(name) then return peripheral.call(name, method) end
    return otherwise
  end
end

local function setLabel(name, label)
  expect(1, name, "string")
  expect(2, label, "string", "nil")
  if isDrive(name) then peripheral.call(name, "setDiskLabel", label) end
end

local function playAudio(name)
  expect(1, name, "string")
  if isDrive(name) then peripheral.call(name, "playAudio") end
end

local function stopAudio(name)
  expect(1, name, "string", "nil")
  for _, drive in ipairs(name and { name } or peripheral.getNames()) do
    if isDrive(drive) then peripheral.call(drive, "stopAudio") end
  end
end

return {
  eject = asking("ejectDisk", nil),
  getAudioTitle = asking("getAudioTitle", nil),
  getID = asking("getDiskID", nil),
  getLabel = asking("getDiskLabel", nil),
  getMountPath = asking("getMountPath", nil),
  hasAudio = asking("hasAudio", false),
  hasData = asking("hasData", false),
  isPresent = asking("isDiskPresent", false),
  playAudio = playAudio,
  setLabel = setLabel,
  stopAudio = stopAudio,
}
`;
