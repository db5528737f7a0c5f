/**
 * `peripheral`, `disk`, `rednet` and `gps` of a computer with nothing attached. Expected: tweaked.cc.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

test("nothing is attached", () => {
  expect(
    outputOf(
      `print(#peripheral.getNames(), peripheral.isPresent("left"), peripheral.getType("left"), peripheral.hasType("left", "modem"))
       print(peripheral.getMethods("left"), peripheral.call("left", "open", 1), peripheral.wrap("left"), select("#", peripheral.find("modem")))`,
    ),
  ).toBe("0\tfalse\tnil\tnil\nnil\tnil\tnil\t0\n");
});

test("peripheral refuses wrong arguments", () => {
  expect(
    outputOf(
      `for _, name in ipairs { "call", "find", "getMethods", "isPresent", "wrap" } do print(pcall(peripheral[name], 1)) end
       print(pcall(peripheral.getName, {})) print(pcall(peripheral.getType, {})) print(pcall(peripheral.hasType, "left"))`,
    ),
  ).toBe(
    "false\tbad argument #1 (string expected, got number)\n".repeat(5) +
      "false\tbad argument #1 (table is not a peripheral)\n".repeat(2) +
      "false\tbad argument #2 (string expected, got nil)\n",
  );
});

test("there is no disk in any drive", () => {
  expect(
    outputOf(
      `print(disk.isPresent("left"), disk.hasData("left"), disk.hasAudio("left"))
       print(disk.getLabel("left"), disk.getMountPath("left"), disk.getID("left"), disk.getAudioTitle("left"))
       disk.setLabel("left", "x") disk.playAudio("left") disk.stopAudio() disk.eject("left")
       print(pcall(disk.isPresent)) print(pcall(disk.setLabel, "left", 1))`,
    ),
  ).toBe(
    "false\tfalse\tfalse\nnil\tnil\tnil\tnil\nfalse\tbad argument #1 (string expected, got nil)\n" +
      "false\tbad argument #2 (string expected, got number)\n",
  );
});

test("rednet opens no modem, and reaches this computer only", () => {
  expect(
    outputOf(
      `print(pcall(rednet.open, "left")) print(pcall(rednet.close, "left")) print(rednet.isOpen(), rednet.isOpen("left"))
       rednet.close() rednet.broadcast("x")
       print(rednet.send(5, "x"), rednet.send(os.getComputerID(), { a = 1 }, "p"))
       local id, message, protocol = rednet.receive("p", 1) print(id, message.a, protocol)
       print(rednet.CHANNEL_BROADCAST, rednet.CHANNEL_REPEAT, rednet.MAX_ID_CHANNELS)`,
    ),
  ).toBe(
    "false\tNo such modem: left\nfalse\tNo such modem: left\nfalse\tfalse\nfalse\ttrue\n0\t1\tp\n65535\t65533\t65500\n",
  );
});

test("receive() waits for its protocol, or until its time is over", () => {
  expect(
    outputOf(
      `rednet.send(0, "other", "q") rednet.send(0, "mine", "p")
       print(rednet.receive("p")) print(rednet.receive(2), os.clock())
       print(pcall(rednet.receive, {}))`,
    ),
  ).toBe("0\tmine\tp\nnil\t2\nfalse\tbad argument #1 (string expected, got table)\n");
});

test("host() makes lookup() find this computer, until unhost()", () => {
  expect(
    outputOf(
      `rednet.host("chat", "me")
       print(rednet.lookup("chat"), rednet.lookup("chat", "me"), rednet.lookup("chat", "you"), rednet.lookup("mail", "localhost"))
       rednet.unhost("chat") print(rednet.lookup("chat"), pcall(rednet.host, "chat", "localhost"))`,
    ),
  ).toBe("0\t0\tnil\t0\nnil\tfalse\tReserved hostname\n");
});

test("rednet.run() runs until it is ended", () => {
  expect(outputOf(`parallel.waitForAny(rednet.run, function() sleep(1) end) print("over")`)).toBe(
    "over\n",
  );
});

test("gps.locate() knows nothing, and says why when asked", () => {
  expect(outputOf(`print(gps.locate(), gps.locate(5, true)) print(pcall(gps.locate, "x"))`)).toBe(
    "No wireless modem attached\nnil\tnil\nfalse\tbad argument #1 (number expected, got string)\n",
  );
});
