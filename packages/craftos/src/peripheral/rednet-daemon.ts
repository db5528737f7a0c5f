/**
 * What rednet does behind a program's back: messages of modems become events `rednet_message`, and other
 * computers that ask for a host are answered. Source: tweaked.cc, rednet; the form of its messages is that of
 * CC: Tweaked, so that computers with its ROM understand them.
 *
 * In CC: Tweaked a second coroutine does this; here it happens when the computer takes an event up.
 */
import { type Computer, expectString } from "@craftos-http/event-loop";
import { type LuaFunction, LuaTable, type LuaValue, NO_VALUES } from "@craftos-http/interpreter";
import { isModem } from "./modem.js";
import type { Peripheral } from "./peripheral.js";

/** The channel of messages to everybody. */
export const CHANNEL_BROADCAST = 65_535;
/** The channel of messages that repeaters send on. */
export const CHANNEL_REPEAT = 65_533;
/** How many channels computers have: theirs is their number modulo this. */
export const MAX_ID_CHANNELS = 65_500;

/** So many messages are remembered, to know one that comes twice. */
const REMEMBERED_MAX = 4096;

const DNS = "dns";

/** The rednet of one computer. */
export class RednetDaemon {
  readonly #computer: Computer;
  readonly #all: ReadonlyMap<string, Peripheral>;
  readonly #received = new Set<number>();
  readonly #hosts = new Map<string, string>();
  #answers = 0;

  /**
   * Does nothing yet.
   * @param computer - the computer
   * @param all - what is attached to it
   */
  constructor(computer: Computer, all: ReadonlyMap<string, Peripheral>) {
    this.#computer = computer;
    this.#all = all;
  }

  /** Listens to the computer's modems. */
  start(): void {
    this.#computer.listenTo("modem_message", ([, name, channel, replyChannel, message]) => {
      if (message instanceof LuaTable) this.#receive(name, channel, replyChannel, message);
    });
  }

  /** The natives of `rednet`: note that a message was seen, note a host, give a host. */
  natives(): readonly LuaFunction[] {
    return [
      (id) => {
        if (typeof id === "number") this.#isNew(id);
        return NO_VALUES;
      },
      (protocol, host) => {
        if (host === undefined) this.#hosts.delete(expectString(1, protocol));
        else this.#hosts.set(expectString(1, protocol), expectString(2, host));
        return NO_VALUES;
      },
      (protocol) => this.#hosts.get(expectString(1, protocol)),
    ];
  }

  #receive(name: LuaValue, channel: LuaValue, replyChannel: LuaValue, packet: LuaTable): void {
    const { id } = this.#computer;
    const field = (key: string): LuaValue => packet.getString(key);
    const messageId = field("nMessageID");
    const modem = typeof name === "string" ? this.#all.get(name) : undefined;
    const isForAll = channel === CHANNEL_BROADCAST;
    const isForUs = channel === id % MAX_ID_CHANNELS && field("nRecipient") === id;
    if (!isForAll && !isForUs) return;
    if (typeof messageId !== "number" || Number.isNaN(messageId)) return;
    if (!isModem(modem) || !this.#isOpen(modem) || !this.#isNew(messageId)) return;
    const sender = field("nSender") ?? replyChannel;
    const [message, protocol] = [field("message"), field("sProtocol")];
    this.#computer.queueEvent(["rednet_message", sender, message, protocol]);
    if (protocol === DNS && message instanceof LuaTable) this.#answer(sender, message);
  }

  /** Answers who looks for a host, if it is this one. */
  #answer(sender: LuaValue, question: LuaTable): void {
    if (question.getString("sType") !== "lookup" || typeof sender !== "number") return;
    const protocol = question.getString("sProtocol");
    const host = typeof protocol === "string" ? this.#hosts.get(protocol) : undefined;
    const wanted = question.getString("sHostname");
    if (host === undefined || (wanted !== undefined && wanted !== host)) return;
    const { id } = this.#computer;
    const message = LuaTable.fromFields([
      ["sType", "lookup response"],
      ["sHostname", host],
      ["sProtocol", protocol],
    ]);
    const packet = LuaTable.fromFields([
      ["nMessageID", (id % 2 ** 15) * 2 ** 16 + (this.#answers++ % 2 ** 16)],
      ["nRecipient", sender],
      ["nSender", id],
      ["message", message],
      ["sProtocol", DNS],
    ]);
    const [channel, replyChannel] = [sender % MAX_ID_CHANNELS, id % MAX_ID_CHANNELS];
    for (const modem of this.#all.values()) {
      if (!isModem(modem) || !this.#isOpen(modem)) continue;
      modem.transmit(channel, replyChannel, packet);
      modem.transmit(CHANNEL_REPEAT, replyChannel, packet);
    }
  }

  #isOpen(modem: { isOpen(channel: number): boolean }): boolean {
    return modem.isOpen(this.#computer.id % MAX_ID_CHANNELS) && modem.isOpen(CHANNEL_BROADCAST);
  }

  /** Remembers a message. Says whether it was not known. */
  #isNew(id: number): boolean {
    if (this.#received.has(id)) return false;
    this.#received.add(id);
    for (const oldest of this.#received) {
      if (this.#received.size <= REMEMBERED_MAX) break;
      this.#received.delete(oldest);
    }
    return true;
  }
}
