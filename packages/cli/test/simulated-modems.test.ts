/**
 * Several computers with modems, in virtual time. Expected: tweaked.cc, modem, rednet and gps.
 */
import type { Position } from "@craftos-http/craftos";
import { expect, test } from "vitest";
import { Simulation, type SimulationOptions } from "../src/testing/simulation.js";

/** Boots computers that are beside one another, each with a modem at its left, and lets them run. */
function runComputers(
  sources: readonly string[],
  options: SimulationOptions & {
    readonly modem?: readonly string[];
    readonly places?: Position[];
  } = {},
): string[] {
  const { modem = [], places = [], ...rest } = options;
  const simulations: Simulation[] = [];
  for (const [index, source] of sources.entries()) {
    const beside = simulations[0];
    const position = places[index];
    simulations.push(
      new Simulation(source, {
        ...{ id: index + 1, peripherals: [{ name: "left", type: "modem", options: modem }] },
        ...(beside === undefined ? {} : { beside }),
        ...(position === undefined ? {} : { position }),
        ...rest,
      }),
    );
  }
  simulations[0]?.run();
  return simulations.map(({ output, end }) =>
    end?.kind === "failed" ? end.error.message : output.trimEnd(),
  );
}

const LISTENER = `
  local modem = peripheral.wrap("left") modem.open(7)
  local event = { os.pullEvent("modem_message") }
  print(table.concat({ event[2], event[3], event[4] }, " "), type(event[5]), event[6])`;

test("a modem sends to those that listen on the channel, copies of what is sent", () => {
  const sender = `
    sleep(1)
    local shared = { 1 }
    local message = setmetatable({ text = "hi", a = shared, b = shared, f = print }, {})
    message.self = message
    peripheral.call("left", "transmit", 7, 8, message)`;
  const receiver = `
    peripheral.call("left", "open", 7)
    local _, side, channel, reply, message, distance = os.pullEvent("modem_message")
    print(side, channel, reply, distance, message.text, message.a == message.b, message.self == message, message.f, getmetatable(message))`;
  const deaf = `peripheral.call("left", "open", 8) os.pullEvent("modem_message") print("never")`;
  expect(runComputers([sender, receiver, deaf])).toEqual([
    "",
    "left\t7\t8\t0\thi\ttrue\ttrue\tnil\tnil",
    "",
  ]);
});

test("a wireless modem reaches 64 blocks, an ender modem everybody", () => {
  const sender = `sleep(1) peripheral.call("left", "transmit", 7, 7, "x")`;
  const places: Position[] = [
    [0, 0, 0],
    [0, 60, 0],
    [0, 65, 0],
  ];
  const [, near, far] = runComputers([sender, LISTENER, LISTENER], { places });
  expect([near, far]).toEqual(["left 7 7\tstring\t60", ""]);
  const heard = runComputers([sender, LISTENER, LISTENER], { places, modem: ["ender"] });
  expect(heard[2]).toBe("left 7 7\tstring\t65");
});

test("wired modems reach those on the same network, wherever they are, and see their computers", () => {
  const sender = `
    sleep(1) local modem = peripheral.wrap("left") modem.transmit(7, 7, "x")
    print(table.concat(peripheral.getNames(), " "), peripheral.getType("computer_2"))
    print(peripheral.call("computer_2", "getID"), peripheral.call("computer_2", "isOn"), peripheral.wrap("computer_2").getLabel())
    print(select(2, pcall(peripheral.call, "computer_2", "explode")):match("No such method explode"))
    sleep(1) print(peripheral.isPresent("computer_2"))`;
  const listener = `os.setComputerLabel("two") ${LISTENER} sleep(0.5)`;
  const outputs = runComputers([sender, listener], {
    modem: ["wired", "net"],
    places: [
      [0, 0, 0],
      [1000, 0, 0],
    ],
  });
  expect(outputs).toEqual([
    "left computer_2\tcomputer\n2\ttrue\ttwo\nNo such method explode\nfalse",
    "left 7 7\tstring\t0",
  ]);
});

test("rednet sends to one, to all, and once", () => {
  const sender = `
    rednet.open("left") sleep(1)
    print(rednet.isOpen(), rednet.send(2, { "for two" }, "p"))
    rednet.broadcast("for all")
    print(rednet.receive("answer", 5))`;
  const two = `
    rednet.open("left") periphemu.create("right", "modem") rednet.open("right")
    local from, message, protocol = rednet.receive() print(from, message[1], protocol)
    print(rednet.receive()) rednet.send(from, "yes", "answer") print(rednet.receive(1))`;
  const three = `rednet.open("left") print(rednet.receive(nil, 3)) print(rednet.receive(nil, 1))`;
  expect(runComputers([sender, two, three])).toEqual([
    "true\ttrue\n2\tyes\tanswer",
    "1\tfor two\tp\n1\tfor all\tnil\nnil",
    "1\tfor all\tnil\nnil",
  ]);
});

test("rednet.lookup() finds hosts, and host() a name that is taken", () => {
  const asking = `
    rednet.open("left") sleep(3)
    print(rednet.lookup("chat", "server"), rednet.lookup("chat", "nobody"), rednet.lookup("mail"))
    print(pcall(rednet.host, "chat", "server"))
    rednet.host("chat", "mine") print(rednet.lookup("chat")) print(rednet.lookup("chat", "mine"))`;
  const host = `rednet.open("left") rednet.host("chat", "server") parallel.waitForAny(rednet.run, function() sleep(60) end)`;
  expect(runComputers([asking, host])[0]).toBe("2\tnil\nfalse\tHostname in use\n1\t2\n1");
});

const GPS_HOST = `
  local x, y, z = ...
  local modem = peripheral.wrap("left") modem.open(gps.CHANNEL_GPS)
  for _ = 1, 2 do
    local _, side, channel, reply, message = os.pullEvent("modem_message")
    if message == "PING" then
      modem.transmit(reply, gps.CHANNEL_GPS, { tonumber(x), tonumber(y), tonumber(z) })
    end
  end`;

function locate(source: string, hosts: readonly Position[], at: Position): string {
  const first = new Simulation(source, {
    ...{ id: 1, position: at, peripherals: [{ name: "left", type: "modem" }] },
  });
  for (const [index, position] of hosts.entries()) {
    new Simulation(GPS_HOST, {
      ...{ id: index + 2, position, beside: first, args: position.map(String) },
      peripherals: [{ name: "left", type: "modem" }],
    });
  }
  return first.run().output.trimEnd();
}

const HOSTS: readonly Position[] = [
  [0, 60, 0],
  [10, 60, 0],
  [0, 60, 10],
  [0, 70, 0],
];

test("gps.locate() finds the place with four hosts", () => {
  expect(locate(`sleep(1) print(gps.locate())`, HOSTS, [3, 64, -5])).toBe("3\t64\t-5");
});

test("gps.locate() does not guess between two places, or without enough hosts", () => {
  const source = `sleep(1) print(gps.locate(1))`;
  expect(locate(source, HOSTS.slice(0, 3), [3, 64, -5])).toBe("nil");
  expect(locate(source, HOSTS.slice(0, 2), [3, 64, -5])).toBe("nil");
  // In the plane of three hosts there is but one.
  expect(locate(source, HOSTS.slice(0, 3), [3, 60, -5])).toBe("3\t60\t-5");
});

test("the same computers with the same seeds do the same", () => {
  const source = `
    rednet.open("left") sleep(math.random())
    for _ = 1, 3 do rednet.broadcast(math.random()) print(rednet.receive(nil, 1)) end`;
  const outputs = runComputers([source, source, source], { seed: 5 });
  expect(runComputers([source, source, source], { seed: 5 })).toEqual(outputs);
  expect(outputs.join("")).toMatch(/\d/);
});
