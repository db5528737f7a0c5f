/**
 * What carries messages from modem to modem: an interface, and the way inside one process. A network
 * between processes would be another.
 */
import type { LuaValue } from "@craftos-http/interpreter";
import { copiedMessage } from "./copied-message.js";

/** A place in the world, in blocks. */
export type Position = readonly [x: number, y: number, z: number];

/** What one modem sends. */
export interface ModemPacket {
  /** What it was sent on, 0 to 65535. */
  readonly channel: number;
  /** What the sender wants the answer on, 0 to 65535. */
  readonly replyChannel: number;
  /** The receivers' own: it shares nothing with the sender's. */
  readonly message: LuaValue;
}

/** A modem on a transport. */
export interface ModemMember {
  /** What it is on: messages stay on one. Wireless modems are all on the same. */
  readonly network: string;
  /** Where it is. */
  readonly position: Position;
  /** How far it sends, in blocks. */
  readonly range: number;
  /** The computer that it belongs to, as others on a cable see it. */
  readonly computer: {
    /** Its number. */
    readonly id: number;
    /** Its name, if it has one. */
    readonly label: string | null;
    /** Whether it runs. */
    readonly isOn: boolean;
  };
  /** Whether it listens on a channel. */
  isOpen(channel: number): boolean;
  /**
   * Takes a message.
   * @param packet - what was sent
   * @param distance - how far away the sender is, in blocks
   */
  receive(packet: ModemPacket, distance: number): void;
}

/** Carries messages. */
export interface ModemTransport {
  /** Adds a modem. */
  join(member: ModemMember): void;
  /** Takes a modem away. */
  leave(member: ModemMember): void;
  /** Sends a message to every other modem on the network that listens and is near enough. */
  send(sender: ModemMember, packet: ModemPacket): void;
  /** The other modems on the network. */
  others(member: ModemMember): readonly ModemMember[];
}

/** The modems of one process. */
export class LocalModems implements ModemTransport {
  readonly #members = new Set<ModemMember>();

  /** See {@link ModemTransport.join}. */
  join(member: ModemMember): void {
    this.#members.add(member);
  }

  /** See {@link ModemTransport.leave}. */
  leave(member: ModemMember): void {
    this.#members.delete(member);
  }

  /** See {@link ModemTransport.send}. */
  send(sender: ModemMember, packet: ModemPacket): void {
    for (const member of this.others(sender)) {
      const distance = distanceBetween(sender.position, member.position);
      if (distance > Math.max(sender.range, member.range) || !member.isOpen(packet.channel))
        continue;
      member.receive({ ...packet, message: copiedMessage(packet.message) }, distance);
    }
  }

  /** See {@link ModemTransport.others}. */
  others(member: ModemMember): readonly ModemMember[] {
    return [...this.#members].filter(
      (other) => other !== member && other.network === member.network,
    );
  }
}

function distanceBetween(a: Position, b: Position): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
