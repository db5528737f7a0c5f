/**
 * A modem: wireless, wireless without bounds (ender), or wired. Source: tweaked.cc, peripheral modem.
 */
import { expectFiniteNumber, expectString } from "@craftos-http/event-loop";
import {
  type LuaResult,
  LuaTable,
  type LuaValue,
  NO_VALUES,
  raiseAt,
} from "@craftos-http/interpreter";
import type { LibraryFields } from "../native/define-library.js";
import { describedMessage } from "./copied-message.js";
import type { ModemMember } from "./modem-transport.js";
import { isSide, type Peripheral, PeripheralProblem, type PeripheralSetup } from "./peripheral.js";
import { callMethod } from "./peripheral-natives.js";

/** How many channels a modem listens on at most. */
const CHANNELS_MAX = 128;

const CHANNEL_MAX = 65_535;

/** How far a wireless modem reaches, in blocks. */
const WIRELESS_RANGE = 64;

const KINDS = ["wireless", "ender", "wired"] as const;

/** A modem, and what rednet needs of it. */
export interface Modem extends Peripheral {
  /** Whether it listens on a channel. */
  isOpen(channel: number): boolean;
  /** Sends a message. */
  transmit(channel: number, replyChannel: number, message: LuaValue): void;
}

/** Whether a peripheral is a modem of this process. */
export function isModem(peripheral: Peripheral | undefined): peripheral is Modem {
  return peripheral !== undefined && "transmit" in peripheral;
}

/**
 * Makes a modem.
 * @param setup - with `wireless` (default), `ender` or `wired`, and the name of a wired network
 * @throws PeripheralProblem
 */
export function makeModem(setup: PeripheralSetup): Modem {
  const { computer, host, name, options } = setup;
  const [kind = "wireless", network = "", ...rest] = options;
  if (!KINDS.some((known) => known === kind) || rest.length > 0) {
    throw new PeripheralProblem(`A modem is ${KINDS.join(", ")}, and not '${options.join(",")}'.`);
  }
  const isWired = kind === "wired";
  const channels = new Set<number>();
  const { modems } = host;
  const member: ModemMember = {
    network: isWired ? `wired ${network}` : "wireless",
    position: isWired ? [0, 0, 0] : (host.position ?? [0, 0, 0]),
    range: kind === "wireless" ? WIRELESS_RANGE : Infinity,
    computer: {
      id: computer.id,
      get label() {
        return computer.label;
      },
      get isOn() {
        return computer.end === null && computer.status !== "off";
      },
    },
    isOpen: (channel) => channels.has(channel),
    // A message for which there is no room is lost, as on any radio.
    receive: ({ channel, replyChannel, message }, distance) => {
      computer.deliver({
        values: ["modem_message", name, channel, replyChannel, message, distance],
      });
    },
  };
  modems?.join(member);
  computer.onEnd(() => modems?.leave(member));

  const transmit = (channel: number, replyChannel: number, message: LuaValue): void => {
    if (computer.isObserved) {
      computer.emit(`modem ${name}`, [channel, replyChannel, describedMessage(message)]);
    }
    modems?.send(member, { channel, replyChannel, message });
  };
  return {
    types: isWired ? ["modem", "peripheral_hub"] : ["modem"],
    methods: {
      ...channelMethods(channels),
      transmit: (channel, replyChannel, message) => {
        transmit(expectChannel(1, channel), expectChannel(2, replyChannel), message);
        return NO_VALUES;
      },
      isWireless: () => !isWired,
      ...(isWired ? remoteMethods(setup, member) : {}),
    },
    isOpen: (channel) => channels.has(channel),
    transmit,
    detached: () => modems?.leave(member),
  };
}

function expectChannel(position: number, value: LuaValue): number {
  const channel = Math.trunc(expectFiniteNumber(position, value));
  if (channel >= 0 && channel <= CHANNEL_MAX) return channel;
  return raiseAt("Expected number in range 0-65535", 1);
}

function channelMethods(channels: Set<number>): LibraryFields {
  return {
    open: (value) => {
      const channel = expectChannel(1, value);
      if (!channels.has(channel) && channels.size >= CHANNELS_MAX)
        raiseAt("Too many open channels", 1);
      channels.add(channel);
      return NO_VALUES;
    },
    isOpen: (channel) => channels.has(expectChannel(1, channel)),
    close: (channel) => {
      channels.delete(expectChannel(1, channel));
      return NO_VALUES;
    },
    closeAll: () => {
      channels.clear();
      return NO_VALUES;
    },
  };
}

/** What can be asked of another computer on the cable. */
const COMPUTER_METHODS: Readonly<
  Record<string, (other: ModemMember) => string | number | boolean | null>
> = {
  getID: ({ computer }) => computer.id,
  getLabel: ({ computer }) => computer.label,
  isOn: ({ computer }) => computer.isOn,
};

/**
 * What a wired modem knows of the cable: peripherals of its computer that are at no side, and other
 * computers.
 */
function remoteMethods(setup: PeripheralSetup, member: ModemMember): LibraryFields {
  const { computer, host, all } = setup;
  const own = (name: string): Peripheral | undefined => (isSide(name) ? undefined : all.get(name));
  const others = (): readonly ModemMember[] => host.modems?.others(member) ?? [];
  const nameOf = (other: ModemMember): string => `computer_${other.computer.id}`;

  /** Other computers are outside: a recording has what was seen of them. */
  const names = (): readonly string[] =>
    computer.read("computers on the cable", () => others().map(nameOf));
  const ask = (name: string, method: string): LuaResult => {
    const get = COMPUTER_METHODS[method];
    if (get === undefined) return raiseAt(`No such method ${method}`, 1);
    const answer = computer.read(`${name}.${method}`, () => {
      const other = others().find((candidate) => nameOf(candidate) === name);
      return other === undefined ? null : get(other);
    });
    return answer ?? undefined;
  };

  /** What a name stands for: the types and methods, or null. */
  const find = (
    value: LuaValue,
  ): (Pick<Peripheral, "types"> & { names: readonly string[] }) | null => {
    const name = expectString(1, value);
    const peripheral = own(name);
    if (peripheral !== undefined) {
      return { types: peripheral.types, names: Object.keys(peripheral.methods) };
    }
    if (!names().includes(name)) return null;
    return { types: ["computer"], names: Object.keys(COMPUTER_METHODS) };
  };

  return {
    getNameLocal: () => `computer_${computer.id}`,
    getNamesRemote: () => {
      const devices = [...all.keys()].filter((name) => !isSide(name));
      return LuaTable.fromArray([...devices, ...names()]);
    },
    isPresentRemote: (name) => find(name) !== null,
    getTypeRemote: (name) => [...(find(name)?.types ?? NO_VALUES)],
    hasTypeRemote: (name, type) => {
      const wanted = expectString(2, type);
      return find(name)?.types.includes(wanted);
    },
    getMethodsRemote: (name) => {
      const found = find(name);
      return found === null ? undefined : LuaTable.fromArray([...found.names]);
    },
    callRemote: (value, methodName, ...args) => {
      const name = expectString(1, value);
      const method = expectString(2, methodName);
      const peripheral = own(name);
      if (peripheral !== undefined) return callMethod(peripheral, method, args);
      if (!names().includes(name)) return raiseAt(`No peripheral: ${name}`, 1);
      return ask(name, method);
    },
  };
}
