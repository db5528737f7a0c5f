/**
 * Peripherals from the command's option to the program, and in recordings.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parsePeripheral } from "../../src/commands/run/peripheral-options.js";
import { InvalidValue } from "../../src/options/usage-error.js";
import { runMain } from "../run-main.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-peripherals-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test("--peripheral has a side, a type and options; a folder starts where the option stands", () => {
  const place = { folder: "/home", order: 0 };
  expect(parsePeripheral("left=modem", place)).toEqual({
    name: "left",
    type: "modem",
    options: [],
  });
  expect(parsePeripheral("back=modem,wired,net", place).options).toEqual(["wired", "net"]);
  expect(parsePeripheral("top=drive,./disk", place)).toMatchObject({ folder: "/home/disk" });
  expect(parsePeripheral("top=drive,empty", place)).not.toHaveProperty("folder");
  for (const text of ["left", "=modem", "left=", ""]) {
    expect(() => parsePeripheral(text, place)).toThrow(InvalidValue);
  }
});

test("what cannot be attached is said, and the program does not begin", async () => {
  const program = write("p.lua", `print("never")`);
  const { status, out, errors } = await runMain(["run", "--peripheral", "left=toaster", program]);
  expect([status, out]).toEqual([1, ""]);
  expect(errors).toContain("There is no peripheral 'toaster'; there are drive, modem");
  const missing = await runMain(["run", "--peripheral", "left=drive,/no/such/folder", program]);
  expect(missing.status).toBe(1);
  expect(missing.errors).toContain("there is no such folder");
});

test("a drive's folder is the computer's /disk", async () => {
  mkdirSync(join(folder, "floppy"));
  write("floppy/hello.txt", "from outside");
  const program = write(
    "p.lua",
    `print(fs.open("disk/hello.txt", "r").readAll()) local h = fs.open("disk/back.txt", "w") h.write("inside") h.close()`,
  );
  const drive = `left=drive,${join(folder, "floppy")}`;
  expect(await runMain(["run", "--peripheral", drive, program])).toMatchObject({
    ...{ status: 0, out: "from outside\n" },
  });
  expect(readFileSync(join(folder, "floppy/back.txt"), "utf8")).toBe("inside");
});

test("peripherals, messages and audio are recorded, and replayed with nothing attached outside", async () => {
  mkdirSync(join(folder, "floppy"));
  write("floppy/a", "1");
  const program = write(
    "p.lua",
    `local left, right, top = peripheral.wrap("left"), peripheral.wrap("right"), peripheral.wrap("top")
     right.open(4) left.transmit(4, 5, { "hello", n = 1 })
     local _, side, _, _, message, distance = os.pullEvent("modem_message")
     print(side, message[1], message.n, distance)
     rednet.open("left") rednet.open("right") rednet.broadcast("to itself")
     print(rednet.receive(nil, 0.1))
     top.playAudio({ 1, 2, 3 }) print(os.pullEvent("speaker_audio_empty"))
     print(fs.open("disk/a", "r").readAll(), periphemu.create("back", "printer"))
     local printer = peripheral.wrap("back") printer.newPage() printer.write("x") print(printer.endPage())`,
  );
  const trace = join(folder, "trace.bin");
  const attached = ["left=modem", "right=modem", "top=speaker", `bottom=drive,${folder}/floppy`];
  const flags = attached.flatMap((text) => ["--peripheral", text]);
  const { status, out } = await runMain(["run", ...flags, "--record", trace, program]);
  expect(out).toBe("right\thello\t1\t0\nnil\nspeaker_audio_empty\ttop\n1\ttrue\ntrue\n");
  expect(status).toBe(0);
  expect(existsSync(join(folder, "printed_back.txt"))).toBe(true);
  rmSync(join(folder, "floppy"), { recursive: true });
  expect((await runMain(["replay", trace])).out).toContain("The replay is identical");
});
