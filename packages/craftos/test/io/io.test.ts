/**
 * The `io` library, on every kind of disk. Expected: tweaked.cc, io; for the format `n`, Lua 5.2.
 */
import { describe, expect, test } from "vitest";
import { disks, outputOn } from "../files/disks.js";
import { outputOf, runProgram } from "../run-program.js";

const FILES = {
  lines: '"alo"{a}\nsecond line\r\nthird line \n\n\n\t\t  3450\nend',
  numbers: "  12 -3.5e2\n0x1F .5 7x 0x.8p1",
  long: `${" ".repeat(198)}123456789 ${"9".repeat(30)}`,
  empty: "",
};

describe.each(disks)("io %s", (_name, makeDisk) => {
  const output = (source: string): string => outputOn(makeDisk(FILES), source);

  test("file:read() reads lines, everything and numbers of bytes", () => {
    expect(
      output(
        `local f = io.open("lines")
         print(f:read(0), f:read(5, "*l")) print(f:read()) print(f:read("L") == "third line \\n")
         print(f:read("*line"), f:read("l"), f:read("*a")) print(f:read("a"), f:read("l"), f:read(0), f:read(1))
         print(io.open("empty"):read("a") == "", io.open("empty"):read("l"))`,
      ),
    ).toBe('\t"alo"\t{a}\nsecond line\ntrue\n\t\t\t\t  3450\nend\n\tnil\tnil\tnil\ntrue\tnil\n');
  });

  test("file:read() stops at the first format that finds nothing", () => {
    expect(
      output(
        `local f = io.open("numbers")
         print(f:read("n", "n", "*number")) print(f:read("n", "n", "l", "n")) print(f:read(1, "n"))
         print(f:read("n"))
         local g = io.open("long") print(g:read("n", "n"))
         print(select("#", io.open("empty"):read("l", "l", "l")))`,
      ),
    ).toBe("12\t-350\t31\n0.5\t7\tx 0x.8p1\tnil\nnil\nnil\n123456789\t1e+30\n1\n");
  });

  test("file:read() refuses formats that there are not", () => {
    expect(
      output(
        `local f = io.open("lines")
         print(pcall(f.read, f, "x")) print(pcall(f.read, f, "l", true)) print(pcall(f.read)) print(pcall(f.read, {}))
         print(io.open("out", "w"):read())`,
      ),
    ).toBe(
      "false\tbad argument #1 (invalid format)\nfalse\tbad argument #2 (string expected, got boolean)\n" +
        "false\tbad argument #1 (FILE expected, got nil)\nfalse\tbad argument #1 (FILE expected, got table)\n" +
        "nil\tNot opened for reading\n",
    );
  });

  test("io.lines() closes its file at the end, file:lines() does not", () => {
    expect(
      output(
        `local n, f = 0, io.lines("lines")
         while f() do n = n + 1 end
         print(n, pcall(f)) print(pcall(f))
         local file = io.open("lines")
         for line in file:lines("L") do n = n + #line end
         print(n, io.type(file), file:close(), io.type(file), tostring(file), pcall(file.lines, file))
         for a, b in io.lines("lines", 1, 2) do io.write(a, "-", b, " ") break end
         print(pcall(io.lines, "nothing")) print(pcall(io.lines, "")) print(pcall(io.lines, false))
         print(io.open("out", "w"):lines())`,
      ),
    ).toBe(
      "7\tfalse\tfile is already closed\nfalse\tfile is already closed\n" +
        "55\tfile\ttrue\tclosed file\tfile (closed)\tfalse\tattempt to use a closed file\n" +
        '"-al false\t/nothing: No such file\nfalse\t/: Not a file\n' +
        "false\tbad argument #1 (string expected, got boolean)\nnil\tfile is not readable\n",
    );
  });

  test("file:write() writes strings and numbers and gives the file", () => {
    expect(
      output(
        `local f = io.open("out", "wb")
         print(f:write("a", 65, "\\n", 1.5) == f, f:seek("set"), f:write("b"), f:seek("cur"), f:seek("end"))
         print(f:flush(), f:setvbuf("no"), f:close()) print(io.open("out"):read("a"))
         print(pcall(f.write, f, "x")) print(pcall(f.close, f))
         print(pcall(io.open("out", "w").write, io.open("out", "w"), nil)) print(io.open("lines"):write("x"))`,
      ).replace(/file \(\w+\)/, "file"),
    ).toBe(
      "true\t0\tfile\t1\t7\ntrue\tnil\ttrue\nb65\n1.5\nfalse\tattempt to use a closed file\n" +
        "false\tattempt to use a closed file\nfalse\tbad argument #1 (string or number expected, got nil)\n" +
        "nil\tfile is not writable\n",
    );
  });

  test("io.input() and io.output() choose what io.read, io.lines and io.write work on", () => {
    expect(
      output(
        `print(io.output() == io.stdout, io.input() == io.stdin)
         local out = io.output("copy")
         for line in io.lines("lines") do io.write(line, "\\n") end
         print(io.output() == out, io.flush(), io.close(), pcall(io.write, "x"))
         io.output(io.stdout)
         io.input("copy") print(io.read(), io.read(3)) for line in io.lines() do io.write(line, "|") end
         print(io.type(io.input()), io.close(io.input()), pcall(io.read))
         print(pcall(io.input, "nothing")) print(pcall(io.output, {})) print(pcall(io.open, "x", "rw"))
         print(io.open("nothing"))`,
      ),
    ).toBe(
      "true\ttrue\ntrue\ttrue\ttrue\tfalse\tattempt to use a closed file\n" +
        '"alo"{a}\tsec\nond line|third line |||\t\t  3450|end|file\ttrue\tfalse\tattempt to use a closed file\n' +
        "false\t/nothing: No such file\nfalse\tbad argument #1 (FILE expected, got table)\n" +
        "false\tUnsupported mode\nnil\t/nothing: No such file\n",
    );
  });
});

test("the standard streams write to the computer and cannot be closed", () => {
  const { output, errorOutput } = runProgram(
    `print(io.stdout:write("a", 1, "\\n") == io.stdout) io.stderr:write("problem\\n")
     print(io.stdout:close()) print(io.close()) print(io.stdin:close()) print(io.stdout:seek()) print(io.stdin:write("x"))
     print(io.type(io.stderr), io.type(8), io.type(setmetatable({}, {})), getmetatable(io.stdin).__name, #tostring(io.stdout))`,
  );
  const closed = "nil\tattempt to close standard stream\n";
  expect(output).toBe(
    `a1\ntrue\n${closed}${closed}${closed}nil\tfile is not seekable\nnil\tfile is not writable\n` +
      "file\tnil\tnil\tFILE*\t15\n",
  );
  expect(errorOutput).toBe("problem\n");
});

test("io.read() reads what the global read gives, which may wait; without one there is nothing", () => {
  expect(outputOf(`print(io.read(), io.read("a"), io.read("a"))`)).toBe("nil\t\t\n");
  expect(
    outputOf(
      `_G.read = function() sleep(1) return "typed" end
       print(io.read("l", "l")) for line in io.lines() do print(line, os.clock()) break end`,
    ),
  ).toBe("typed\ttyped\ntyped\t3\n");
});

describe("standard input", () => {
  const input = ["first line", "", "  12 0x1F rest", "abc", "1e2x", "last"];

  test("is read in lines, with and without their ends, and by bytes across them", () => {
    expect(
      outputOf(
        `print(io.read("L") == "first line\\n", io.read(), io.read(4), io.read(0), io.read(11))
         print(io.read(100), io.read(0), io.read(1), io.read())`,
        { input },
      ),
    ).toBe("true\t\t  12\t\t 0x1F rest\n\nabc\n1e2x\nlast\n\tnil\tnil\tnil\n");
  });

  test("has numbers, behind which reading goes on", () => {
    expect(
      outputOf(
        `io.read() print(io.read("n", "n", "n")) print(io.read(), io.read("*n")) print(io.read("l"))
         print(io.read("n", "l")) print(io.read("n"))`,
        { input },
      ),
    ).toBe("12\t31\tnil\nrest\tnil\nabc\n100\tx\nnil\n");
  });

  test("is read whole, and in a loop", () => {
    expect(
      outputOf(
        `io.stdin:read() print((io.read("*a"):gsub("\\n", "|")), io.read("a") == "", io.read())`,
        {
          input,
        },
      ),
    ).toBe("|  12 0x1F rest|abc|1e2x|last|\ttrue\tnil\n");
    expect(
      outputOf(`for line in io.lines() do io.write(line, ";") end print(io.stdin:lines()())`, {
        input,
      }),
    ).toBe("first line;;  12 0x1F rest;abc;1e2x;last;nil\n");
  });

  test("may be long, and given by a read that a program made", () => {
    expect(
      outputOf(
        `local left = 50000 _G.read = function() left = left - 1 return left >= 0 and "x" or nil end
         print(#io.read("a"))`,
      ),
    ).toBe("100000\n");
  });
});
