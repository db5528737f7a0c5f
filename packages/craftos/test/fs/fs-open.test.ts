/**
 * `fs.open` and its handles, on every kind of disk. Expected: tweaked.cc, fs.open, fs.ReadHandle,
 * fs.WriteHandle and fs.ReadWriteHandle, and the messages of CC: Tweaked 1.109.
 */
import { describe, expect, test } from "vitest";
import { outputOf } from "../run-program.js";
import { disks, fileSystemOn, outputOn } from "../files/disks.js";

const BYTES = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join("");

const FILES = {
  text: "some\nfile\r\ncontents\r!\n\nend",
  bytes: BYTES,
  empty: "",
  "dir/file": "an example file",
};

/** Defines `read(path)` in a program. */
const READ = `local function read(path)
  local h = fs.open(path, "rb")
  local text = h.readAll()
  h.close()
  return text
end
`;

describe.each(disks)("fs.open() %s", (_name, makeDisk) => {
  const output = (source: string): string => outputOn(makeDisk(FILES), READ + source);

  test("says why a file cannot be opened", () => {
    expect(
      output(
        `for _, case in ipairs { "x r", "dir r", " r", "rom/x r", "x r+", "dir r+", "dir w", "dir a", "rom/x w",
             "rom/startup.lua a", "rom/x r+", "../x r", "../x w", "text/x w", "x/y r" } do
           print(case, fs.open(case:match("^(%S*) (.*)$")))
         end`,
      ),
    ).toBe(
      [
        "x r\tnil\t/x: No such file",
        "dir r\tnil\t/dir: Not a file",
        " r\tnil\t/: Not a file",
        "rom/x r\tnil\t/rom/x: No such file",
        "x r+\tnil\t/x: No such file",
        "dir r+\tnil\t/dir: Not a file",
        "dir w\tnil\t/dir: Cannot write to directory",
        "dir a\tnil\t/dir: Cannot write to directory",
        "rom/x w\tnil\t/rom/x: Access denied",
        "rom/startup.lua a\tnil\t/rom/startup.lua: Access denied",
        "rom/x r+\tnil\t/rom/x: Access denied",
        "../x r\tnil\t/../x: Invalid Path",
        "../x w\tnil\t/../x: Invalid Path",
        "text/x w\tnil\t/text: File exists",
        "x/y r\tnil\t/x/y: No such file",
        "",
      ].join("\n"),
    );
  });

  test("refuses modes that there are not", () => {
    expect(
      output(
        `for _, mode in ipairs { "", "b", "+", "rw", "rb+", "r+bk", "a+", "x", "rbb", "toString" } do
           local ok, message = pcall(fs.open, "text", mode)
           if ok or message ~= "Unsupported mode" then print(mode, ok, message) end
         end`,
      ),
    ).toBe("");
  });

  test("handles have the methods of their mode", () => {
    const methods = (mode: string): string =>
      output(
        `local names = {}
         for name in pairs(fs.open("out", "w") and fs.open("text", "${mode}")) do names[#names + 1] = name end
         table.sort(names) print(table.concat(names, " "))`,
      );
    expect(methods("r")).toBe("close read readAll readLine seek\n");
    expect(methods("wb")).toBe("close flush seek write writeLine\n");
    expect(methods("a")).toBe("close flush write writeLine\n");
    expect(methods("r+")).toBe("close flush read readAll readLine seek write writeLine\n");
    expect(methods("w+b")).toBe("close flush read readAll readLine seek write writeLine\n");
  });

  test("read() gives a byte: a string, or a number in binary mode; nil at the end", () => {
    expect(
      output(
        `local h, b = fs.open("text", "r"), fs.open("text", "rb")
         print(h.read(), b.read(), h.read(3), b.read(3), h.read(0), h.read(100), b.read(100) == nil)
         print(h.read(), h.read(1), h.read(0), b.read(), b.read(1))
         print(pcall(h.read, -1)) print(pcall(h.read, "1"))
         print(fs.open("empty", "r").read(0))`,
      ),
    ).toBe(
      "s\t115\tome\tome\t\t\nfile\r\ncontents\r!\n\nend\tfalse\nnil\tnil\tnil\tnil\tnil\n" +
        "false\tCannot read a negative number of bytes\n" +
        "false\tbad argument #1 (number expected, got string)\nnil\n",
    );
  });

  test("readLine() leaves out the end of the line, or keeps it", () => {
    expect(
      output(
        `local function lines(keep)
           local h = fs.open("text", "r")
           for line in h.readLine, keep do io.write(("%q"):format(line), ",") end
         end
         lines() print()
         local h = fs.open("text", "r")
         for i = 1, 6 do io.write(("%q"):format(tostring(h.readLine(true))), ",") end
         print(h.readLine())`,
      ).replaceAll("\\\n", "|"),
    ).toBe(
      `"some","file","contents\\13!","","end",\n"some|","file\\13|","contents\\13!|","|","end","nil",nil\n`,
    );
  });

  test("readAll() gives what is left, byte for byte, and '' after that", () => {
    expect(
      output(
        `local h = fs.open("bytes", "r")
         h.read(1)
         local rest = h.readAll()
         print(#rest, rest:byte(1), rest:byte(255), h.readAll() == "", h.readAll() == "")
         print(#read("empty"))`,
      ),
    ).toBe("255\t1\t255\ttrue\ttrue\n0\n");
  });

  test("write() and writeLine() write bytes, numbers as text, or as bytes in binary mode", () => {
    expect(
      output(
        `local h = fs.open("new/dir/out", "w")
         h.write("a") h.write(65) h.writeLine("b") h.writeLine(1.5) h.write(true) h.write(nil) h.write("\\0\\255")
         h.close()
         print(read("new/dir/out") == "a65b\\n1.5\\ntruenil\\0\\255")
         h = fs.open("out", "wb")
         h.write(65) h.write(256 + 66) h.write("c") h.writeLine(7)
         h.close()
         print(read("out"))`,
      ),
    ).toBe("true\nABc7\n\n");
  });

  test("a file that is written has new contents when it is closed, and not before", () => {
    expect(
      output(
        `local h = fs.open("dir/file", "w")
         h.write("new")
         print(read("dir/file"))
         h.close()
         print(read("dir/file"), fs.getSize("dir/file"), table.concat(fs.list("dir"), " "))`,
      ),
    ).toBe("an example file\nnew\t3\tfile\n");
  });

  test("flush() makes what was written the file's contents, and so does each one after it", () => {
    expect(
      output(
        `local h = fs.open("log", "w")
         h.write("1") h.flush() print(read("log"))
         h.write("2") h.flush() print(read("log"))
         h.write("3") h.close() print(read("log"))`,
      ),
    ).toBe("1\n12\n123\n");
  });

  test("a file that is appended to keeps what others append", () => {
    expect(
      output(
        `local a, b = fs.open("text", "a"), fs.open("text", "a")
         a.write("A") b.writeLine("B") a.flush() b.flush() a.write("C") a.close() b.close()
         print(read("text"):sub(-6))
         local c = fs.open("fresh", "a") c.write("x") c.close()
         c = fs.open("fresh", "a") c.write("y") c.close()
         print(read("fresh"))`,
      ),
    ).toBe("endAB\nC\nxy\n".replace("endAB\nC", "ndAB\nC"));
  });

  test("r+ reads and writes in what is there, at one position", () => {
    expect(
      output(
        `local h = fs.open("dir/file", "r+")
         print(h.read(3)) h.write("exciting file") print(h.seek())
         h.seek("set", 0) print(h.readAll(), read("dir/file"))
         h.close() print(read("dir/file"))
         h = fs.open("dir/file", "r+b") h.seek("end", 2) h.write(33) h.close()
         print((read("dir/file"):gsub("%z", "0")))`,
      ),
    ).toBe("an \n16\nan exciting file\tan example file\nan exciting file\nan exciting file00!\n");
  });

  test("w+ reads what it wrote", () => {
    expect(
      output(
        `local h = fs.open("out", "w+")
         h.write("hello") h.seek("set", 0) print(h.readAll())
         h.write(", world!") h.seek("set", 0) h.write("H") h.seek("set", 0)
         print(h.readLine(), h.readLine()) h.close() print(read("out"))`,
      ),
    ).toBe("hello\nHello, world!\tnil\nHello, world!\n");
  });

  test("seek() moves from the start, from where it is and from the end", () => {
    expect(
      output(
        `local h = fs.open("bytes", "rb")
         print(h.seek(), h.seek("set", 100), h.read(), h.seek("cur", -2), h.read(), h.seek("end"), h.read())
         print(h.seek("end", -1), h.read(), h.seek("set", 1000), h.read(), h.seek("set"), h.read())
         print(h.seek("set", -1)) print(pcall(h.seek, "x"))`,
      ),
    ).toBe(
      "0\t100\t100\t99\t99\t256\tnil\n255\t255\t1000\tnil\t0\t0\n" +
        "nil\tPosition is negative\nfalse\tbad argument #1 to 'seek' (invalid option 'x')\n",
    );
  });

  test("what is written where no file reaches is an error, and is written nowhere else", () => {
    expect(
      output(
        `for _, position in ipairs { 2^53, 2^60, 1e300 } do
           local h = fs.open("far", "w")
           h.write("kept") h.seek("set", position)
           print((pcall(function() h.write("lost") h.flush() end)))
           pcall(h.close)
           print(fs.exists("far") and read("far"):find("lost"))
           fs.delete("far")
         end`,
      ),
    ).toMatch(/^(?:false\n(?:false|nil)\n){3}$/);
  });

  test("a closed handle refuses everything", () => {
    expect(
      output(
        `for _, mode in ipairs { "r", "w", "r+", "a" } do
           local h = fs.open("dir/file", mode)
           h.close()
           for name, fn in pairs(h) do
             local ok, message = pcall(fn)
             if message ~= "attempt to use a closed file" then print(mode, name, ok, message) end
           end
         end`,
      ),
    ).toBe("");
  });

  test("handle:method() works as handle.method() does", () => {
    expect(
      output(
        `local h = fs.open("out", "w") h:write("ab") h:writeLine("c") h:close()
         h = fs.open("out", "r") print(h:read(2), h:readLine(), h:seek("set", 1), h:readAll())`,
      ),
    ).toBe("ab\tc\t1\tbc\n\n");
  });

  test("what does not fit is refused, and the file stays as it was", () => {
    const disk = makeDisk({ keep: "k".repeat(600) }, 2000);
    expect(
      outputOn(
        disk,
        `${READ}
         print(fs.getFreeSpace(""), fs.getCapacity(""))
         local h = fs.open("keep", "w")
         h.write(("x"):rep(1000))
         print(pcall(h.write, ("x"):rep(2000)))
         print(pcall(h.close))
         print(#read("keep"), fs.getFreeSpace(""))
         h = fs.open("other", "w") h.write(("y"):rep(1400)) h.close()
         print(fs.getFreeSpace(""))
         print(fs.open("third", "w")) print(pcall(fs.makeDir, "dir"))
         print(pcall(fs.copy, "keep", "copy")) print(table.concat(fs.list(""), " "))
         fs.delete("other") print(fs.getFreeSpace(""))`,
      ),
    ).toBe(
      [
        "1400\t2000",
        "false\tOut of space",
        "false\tOut of space",
        "600\t1400",
        "0",
        "nil\t/third: Out of space",
        "false\t/dir: Out of space",
        "false\t/copy: Out of space",
        "keep other rom",
        "1400",
        "",
      ].join("\n"),
    );
  });

  test("so many files may be open and no more; closed ones do not count", () => {
    const fileSystem = fileSystemOn(makeDisk(FILES), 3);
    expect(
      outputOf(
        `local a, b, c = fs.open("text", "r"), fs.open("text", "a"), fs.open("out", "w")
         print(fs.open("text", "r")) a.close() print(type(fs.open("text", "r")))
         print(loadfile("text"))`,
        { fileSystem },
      ),
    ).toBe("nil\tToo many files already open\ntable\nnil\tFile not found\n");
  });

  test("files that a program leaves open are saved when its computer is switched off", () => {
    const disk = makeDisk({});
    const fileSystem = fileSystemOn(disk);
    outputOf(`local h = fs.open("out", "w") h.write("left open") os.shutdown()`, { fileSystem });
    expect(fileSystem.closeAll()).toEqual([]);
    expect(outputOn(disk, `${READ} print(read("out"))`)).toBe("left open\n");
  });

  test("much is read and written in pieces, which a program cannot tell", () => {
    expect(
      output(
        `local text = ("0123456789abcdef"):rep(2 ^ 20)
         local h = fs.open("much", "w+") h.write(text) h.writeLine(text)
         h.seek("set", 3) print(#h.read(20000000), #h.read(20000000), h.read(20000000)) h.close()
         local f = io.open("much", "r") print(f:read(#text) == text, #f:read("a"), f:read(1e9)) f:close()
         local g = io.open("again", "w") print(g:write("a", text, "b", text) == g) g:close()
         print(fs.getSize("much"), read("again") == "a" .. text .. "b" .. text)`,
      ),
    ).toBe("20000000\t13554430\tnil\ntrue\t16777217\tnil\ntrue\n33554433\ttrue\n");
  });

  test("a large file is read and written in order", () => {
    expect(
      output(
        `local h = fs.open("large", "w")
         for i = 1, 40000 do h.writeLine(i .. " " .. ("x"):rep(i % 60)) end
         h.close()
         local n, bytes = 0, 0
         for line in io.lines("large") do
           n = n + 1
           bytes = bytes + #line + 1
           assert(line == n .. " " .. ("x"):rep(n % 60))
         end
         print(n, bytes == fs.getSize("large"), #read("large") == bytes)`,
      ),
    ).toBe("40000\ttrue\ttrue\n");
  });
});
