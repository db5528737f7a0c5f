/**
 * `settings`. Expected: tweaked.cc, settings.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

test("set() and get() keep values, of which nobody has the same table", () => {
  expect(
    outputOf(
      `local list = { 1, { "x" } }
       settings.set("a", list) settings.set("b", false)
       list[1] = 2
       settings.get("a")[2] = nil
       print(settings.get("a")[1], settings.get("a")[2][1], settings.get("b"), settings.get("b", true))
       print(settings.get("none"), settings.get("none", 5))`,
    ),
  ).toBe("1\tx\tfalse\tfalse\nnil\t5\n");
});

test("define() gives a default, a type and a description, which getDetails() gives back", () => {
  expect(
    outputOf(
      `settings.define("my.setting", { description = "An example", default = 123, type = "number" })
       print(settings.get("my.setting"), settings.get("my.setting", 5))
       local details = settings.getDetails("my.setting")
       print(details.description, details.default, details.type, details.value, details.changed)
       settings.set("my.setting", 4)
       print(settings.get("my.setting"), settings.getDetails("my.setting").value)
       print(pcall(settings.set, "my.setting", "x"))
       settings.undefine("my.setting")
       print(settings.get("my.setting"), settings.getDetails("my.setting").default)
       settings.set("my.setting", "x")
       settings.define("my.setting", { type = "number", default = 1 })
       print(settings.get("my.setting"))`,
    ),
  ).toBe(
    "123\t5\nAn example\t123\tnumber\t123\tfalse\n4\t4\n" +
      "false\tbad argument #2 (number expected, got string)\n4\tnil\n1\n",
  );
});

test("unset() and clear() go back to defaults", () => {
  expect(
    outputOf(
      `settings.define("a", { default = 1 })
       settings.set("a", 2) settings.set("b", 3) settings.set("c", 4)
       settings.unset("a") settings.unset("b") settings.unset("never")
       print(settings.get("a"), settings.get("b"), settings.get("c"))
       settings.set("a", 2)
       settings.clear()
       print(settings.get("a"), settings.get("c"))`,
    ),
  ).toBe("1\tnil\t4\n1\tnil\n");
});

test("getNames() gives what is defined or set, in order", () => {
  expect(
    outputOf(
      `local before = #settings.getNames()
       settings.set("zz", 1) settings.set("zy", 1) settings.define("zx")
       local names = settings.getNames()
       print(#names - before, table.concat(names, " ", #names - 2), names[1])
       print(settings.get("shell.allow_startup"), settings.get("motd.enable"))`,
    ),
  ).toBe("3\tzx zy zz\tbios.strict_globals\ntrue\tfalse\n");
});

test("save() writes what is set, and load() reads it", () => {
  expect(
    outputOf(
      `settings.define("defined", { default = 1 })
       settings.set("a", { 1, b = "x" }) settings.set("c", true)
       print(settings.save("saved"), settings.save("rom/saved"), settings.load("none"))
       settings.clear()
       print(settings.get("a"), settings.load("saved"), settings.get("a").b, settings.get("c"))
       print(textutils.unserialize(fs.open("saved", "r").readAll()).defined)`,
    ),
  ).toBe("true\tfalse\tfalse\nnil\ttrue\tx\ttrue\nnil\n");
});

test("load() gives false for what is no settings file, and leaves values of wrong types", () => {
  expect(
    outputOf(
      `settings.define("n", { type = "number", default = 1 })
       print(settings.load("broken"), settings.load("other"), settings.get("n"), settings.get("m"), settings.get(1 .. ""))`,
      { files: { broken: "{", other: "{ n = 'x', m = 'y', [1] = 2 }" } },
    ),
  ).toBe("false\ttrue\t1\ty\tnil\n");
});

test("a computer begins with the settings in /.settings", () => {
  expect(
    outputOf(
      `print(settings.get("port"), settings.getDetails("port").changed)
       settings.set("port", 81) settings.save()
       print(fs.open(".settings", "r").readAll())`,
      { files: { ".settings": "{ port = 80 }" } },
    ),
  ).toBe("80\ttrue\n{\n  port = 81,\n}\n");
});

test("a change queues setting_changed with the new value and the old", () => {
  expect(
    outputOf(
      `settings.define("a", { default = 1 })
       settings.set("a", 2) settings.set("a", 2) settings.unset("a")
       print(os.pullEvent("setting_changed")) print(os.pullEvent("setting_changed"))`,
    ),
  ).toBe("setting_changed\ta\t2\t1\nsetting_changed\ta\t1\t2\n");
});

test("wrong arguments are refused, with the position of who gave them", () => {
  expect(
    outputOf(
      `print(pcall(function() settings.set("a", print) end))
       print(pcall(function() settings.set("a", { print }) end))
       print(pcall(function() settings.define("a", { type = "float" }) end))
       for _, name in ipairs { "set", "get", "getDetails", "define", "undefine", "unset", "load", "save" } do
         print(pcall(settings[name], true))
       end
       print(pcall(settings.define, "a", { default = print }))`,
    ),
  ).toBe(
    "false\t/program.lua:1: bad argument #2 (boolean, number, string or table expected, got function)\n" +
      "false\t/program.lua:2: Cannot serialize type function\n" +
      'false\t/program.lua:3: Unknown type "float". Expected one of boolean, number, string, table.\n' +
      "false\tbad argument #1 (string expected, got boolean)\n".repeat(8) +
      "false\tbad field 'default' (boolean, number, string or table expected, got function)\n",
  );
});
