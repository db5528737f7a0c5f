/**
 * What is attached to a computer, one kind after the other. Expected: tweaked.cc, peripheral and the pages of
 * the kinds; CraftOS-PC's documentation for periphemu.
 */
import { expect, test } from "vitest";
import { PeripheralProblem } from "../../src/peripheral/peripheral.js";
import type { AttachedPeripheral } from "../../src/peripheral/peripheral-set.js";
import { outputOf } from "../run-program.js";

function attach(...texts: readonly string[]): { readonly peripherals: AttachedPeripheral[] } {
  const peripherals = texts.map((text) => {
    const [name = "", kind = ""] = text.split("=");
    const [type = "", ...options] = kind.split(",");
    return { name, type, options };
  });
  return { peripherals };
}

test("peripheral says what is attached, and calls it", () => {
  const source = `
    print(table.concat(peripheral.getNames(), " "))
    print(peripheral.getType("left"), peripheral.hasType("left", "modem"), peripheral.hasType("left", "x"))
    print(peripheral.isPresent("left"), peripheral.isPresent("right"), peripheral.getType("right"))
    print(peripheral.call("left", "isOpen", 5), peripheral.call("right", "isOpen", 5))
    print(select(2, pcall(peripheral.call, "left", "fly")):match("No such method fly"))
    local modem = peripheral.wrap("left")
    modem.open(5)
    print(modem.isOpen(5), peripheral.getName(modem), peripheral.getType(modem), peripheral.hasType(modem, "modem"))
    print(peripheral.wrap("right"), #peripheral.getMethods("left"))
    local found = { peripheral.find("modem", function(name) return name ~= "left" end) }
    print(#found, peripheral.getName(found[1]))`;
  expect(outputOf(source, attach("left=modem", "top=speaker", "back=modem,ender"))).toBe(
    "left top back\nmodem\ttrue\tfalse\ntrue\tfalse\tnil\nfalse\tnil\nNo such method fly\n" +
      "true\tleft\tmodem\ttrue\nnil\t6\n1\tback\n",
  );
});

test.each([
  ["left=toaster", /There is no peripheral 'toaster'; there are drive, modem, monitor/],
  ["left=modem,loud", /A modem is wireless, ender, wired, and not 'loud'/],
  ["left=monitor,9x9", /1x1 to 8x6, and not '9x9'/],
  ["left=speaker,loud", /A speaker has no options/],
  ["left=drive,somewhere", /A drive is empty or has a folder/],
  ["a b=modem", /'a b' is no name/],
])("%s cannot be attached, and that says why", (text, message) => {
  expect(() => outputOf("", attach(text))).toThrow(PeripheralProblem);
  expect(() => outputOf("", attach(text))).toThrow(message);
});

test("two things cannot be at one side", () => {
  expect(() => outputOf("", attach("left=modem", "left=speaker"))).toThrow(/at 'left' already/);
});

test("periphemu attaches and takes away while the program runs, and events say so", () => {
  const source = `
    print(periphemu.create("left", "modem")) print(os.pullEvent())
    print(periphemu.create("left", "modem"))
    print(periphemu.create("top", "monitor", "1x1")) os.pullEvent("peripheral")
    print(peripheral.call("top", "getSize"))
    print(periphemu.create("bottom", "toaster"))
    local modem = peripheral.wrap("left")
    print(periphemu.remove("left")) print(os.pullEvent()) print(periphemu.remove("left"))
    print(select("#", modem.isOpen(1)), peripheral.isPresent("left"))
    print(table.concat(periphemu.names(), " "))
    print(pcall(periphemu.create, "left"))`;
  expect(outputOf(source)).toBe(
    "true\nperipheral\tleft\nfalse\tThere is something at 'left' already.\ntrue\n7\t5\n" +
      "false\tThere is no peripheral 'toaster'; there are drive, modem, monitor, printer, speaker.\n" +
      "true\nperipheral_detach\tleft\nfalse\n0\tfalse\n" +
      "drive modem monitor printer speaker\nfalse\tbad argument #2 (string expected, got nil)\n",
  );
});

test("periphemu stops at 64", () => {
  const source = `
    for number = 1, 64 do assert(periphemu.create("speaker_" .. number, "speaker")) end
    print(periphemu.create("left", "speaker"))`;
  expect(outputOf(source)).toBe("false\tMore than 64 peripherals cannot be attached.\n");
});

test("a modem listens on up to 128 channels of 65,536", () => {
  const source = `
    local modem = peripheral.wrap("left")
    print(modem.isWireless(), pcall(modem.open, -1)) print(pcall(modem.open, 65536)) print(pcall(modem.open))
    for channel = 1, 128 do modem.open(channel) modem.open(channel) end
    print(pcall(modem.open, 129))
    modem.close(1) modem.open(129) print(modem.isOpen(1), modem.isOpen(129))
    modem.closeAll() print(modem.isOpen(129))`;
  expect(outputOf(source, attach("left=modem"))).toBe(
    "true\tfalse\tExpected number in range 0-65535\nfalse\tExpected number in range 0-65535\n" +
      "false\tbad argument #1 (number expected, got nil)\nfalse\tToo many open channels\n" +
      "false\ttrue\nfalse\n",
  );
});

test("a wired modem reaches what is at no side", () => {
  const source = `
    local modem = peripheral.wrap("back")
    print(modem.getNameLocal(), table.concat(modem.getNamesRemote(), " "), modem.isWireless())
    print(modem.isPresentRemote("monitor_0"), modem.isPresentRemote("back"), modem.getTypeRemote("monitor_0"))
    print(modem.hasTypeRemote("monitor_0", "monitor"), #modem.getMethodsRemote("monitor_0") > 20)
    print(modem.callRemote("monitor_0", "getTextScale"), pcall(modem.callRemote, "nobody", "x"))
    print(peripheral.getType("back"))`;
  expect(outputOf(source, attach("back=modem,wired", "monitor_0=monitor"))).toBe(
    "computer_0\tmonitor_0\tfalse\ntrue\tfalse\tmonitor\ntrue\ttrue\n1\tfalse\tNo peripheral: nobody\n" +
      "modem\tperipheral_hub\n",
  );
});

test("a monitor is drawn on, and grows as its text shrinks", () => {
  const source = `
    local monitor = peripheral.wrap("top")
    print(monitor.getSize()) monitor.write("x") print(monitor.getCursorPos()) print(monitor.isColor())
    monitor.setTextScale(0.5) print(os.pullEvent("monitor_resize")) print(monitor.getSize())
    print(pcall(monitor.setTextScale, 6)) print(monitor.getTextScale())
    local before = term.redirect(monitor) term.setCursorPos(1, 3) write("drawn") print(term.getCursorPos())
    term.redirect(before) print(monitor.getCursorPos())`;
  expect(outputOf(source, attach("top=monitor,1x1"))).toBe(
    "7\t5\n2\t1\ntrue\nmonitor_resize\ttop\n15\t10\nfalse\tExpected number in range 0.5-5\n0.5\n1\t4\n",
  );
});

test("a printer appends its pages to a file", () => {
  const source = `
    local printer = peripheral.wrap("back")
    print(pcall(printer.write, "x")) print(printer.getPaperLevel() > 0, printer.getInkLevel() > 0)
    print(printer.newPage(), printer.getPageSize()) printer.setPageTitle("Title")
    printer.write("first") printer.setCursorPos(3, 2) printer.write(("long"):rep(9)) print(printer.getCursorPos())
    print(printer.endPage()) printer.newPage() printer.write("second") printer.endPage()
    print(fs.open("pages.txt", "r").readAll())`;
  expect(outputOf(source, attach("back=printer,pages.txt"))).toBe(
    "false\tPage not started\ntrue\ttrue\ntrue\t25\t21\n39\t2\ntrue\n" +
      "Title\nfirst\n  longlonglonglonglonglon\n\f\n\nsecond\n\f\n\n",
  );
});

test("a printer that cannot write its file says that the page has not ended", () => {
  const source = `
    local printer = peripheral.wrap("back")
    printer.newPage() printer.write("x") print(printer.endPage(), printer.newPage())`;
  expect(outputOf(source, attach("back=printer,rom/pages.txt"))).toBe("false\tfalse\n");
});

test("a drive has a disk under /disk, which can be ejected", () => {
  const source = `
    print(disk.isPresent("left"), disk.getMountPath("left"), disk.getID("left"), disk.hasData("left"))
    disk.setLabel("left", "Backup") print(disk.getLabel("left"), disk.hasAudio("left"))
    fs.open("disk/a", "w").close() print(fs.getDrive("disk/a"), fs.getFreeSpace("disk") < 125000)
    print(disk.isPresent("right"))
    disk.eject("left") print(os.pullEvent("disk_eject")) print(disk.isPresent("left"), fs.exists("disk"))
    peripheral.call("left", "insertDisk") print(os.pullEvent("disk")) print(fs.exists("disk/a"), disk.getID("left"))
    print(periphemu.create("right", "drive"), disk.getMountPath("right"))
    periphemu.remove("left") print(fs.exists("disk"), fs.exists("disk2"))`;
  expect(outputOf(source, attach("left=drive", "right_hand=drive,empty"))).toBe(
    "true\tdisk\t0\ttrue\nBackup\tfalse\nleft\ttrue\nfalse\ndisk_eject\tleft\nfalse\tfalse\n" +
      "disk\tleft\nfalse\t1\ntrue\tdisk2\nfalse\ttrue\n",
  );
});

test("a speaker takes eight notes or one sound a tick, and nothing that is none", () => {
  const source = `
    local speaker = peripheral.wrap("top")
    local taken = 0
    for _ = 1, 12 do if speaker.playNote("harp", 1, 5) then taken = taken + 1 end end
    print(taken, speaker.playSound("block.note_block.bell"))
    sleep(0.1) print(speaker.playSound("minecraft:entity.pig.ambient"), speaker.playSound("x"))
    print(pcall(speaker.playNote, "kazoo")) print(pcall(speaker.playNote, "harp", 4))
    print(pcall(speaker.playSound, "not a sound"))`;
  expect(outputOf(source, attach("top=speaker"))).toBe(
    '8\tfalse\ntrue\tfalse\nfalse\tInvalid instrument, "kazoo"!\n' +
      "false\tExpected number in range 0-3\nfalse\tMalformed sound name 'not a sound'\n",
  );
});

test("a speaker asks for more audio when it has played most of what it has", () => {
  const source = `
    local speaker = peripheral.wrap("top")
    local second = {} for sample = 1, 48000 do second[sample] = sample % 100 end
    print(speaker.playAudio(second), speaker.playAudio(second))
    for _ = 1, 3 do print(os.pullEvent("speaker_audio_empty")) print(os.clock(), speaker.playAudio(second)) end
    print(pcall(speaker.playAudio, {})) print(pcall(speaker.playAudio, { 1, 200 }))
    speaker.stop()`;
  expect(outputOf(source, attach("top=speaker"))).toBe(
    "true\tfalse\nspeaker_audio_empty\ttop\n0.05\ttrue\nspeaker_audio_empty\ttop\n0.55\ttrue\n" +
      "speaker_audio_empty\ttop\n1.55\ttrue\nfalse\tCannot play empty audio\n" +
      "false\ttable item #2 must be between -128 and 127\n",
  );
});
