/**
 * Notices clients that are gone without a word: one that has been silent is pinged, and dropped when
 * the pong does not come. One timer for all WebSockets of a port; a message costs one assignment.
 */

/** A client is looked at so many times within the idle timeout. */
const LOOKS_PER_TIMEOUT = 3;

/** A WebSocket that is watched. */
export interface HeartbeatMember {
  /** Who watches it; the heartbeat's. A port may get another while some are watched by the former. */
  heartbeat: WebSocketHeartbeat | undefined;
  /** Set when anything arrives; cleared by the heartbeat. */
  isHeard: boolean;
  /** True while a ping waits for its pong; the heartbeat's. */
  isPinged: boolean;
  /** Whether nothing is read at the moment, so that nothing can be heard. */
  readonly isPaused: boolean;
  /** Sends a ping. */
  ping(): void;
  /** Drops the connection. */
  terminate(): void;
}

/** Watches the WebSockets of a port. The timer never keeps the process alive. */
export class WebSocketHeartbeat {
  readonly #members = new Set<HeartbeatMember>();
  readonly #tickMs: number;
  #timer: NodeJS.Timeout | undefined;

  /**
   * Makes a watch over nobody.
   *
   * @param idleTimeoutMs silence after which a client has been dropped, in milliseconds
   */
  constructor(idleTimeoutMs: number) {
    this.#tickMs = Math.max(1, Math.floor(idleTimeoutMs / LOOKS_PER_TIMEOUT));
  }

  /** Watches one more. */
  add(member: HeartbeatMember): void {
    this.#members.add(member);
    member.heartbeat = this;
    this.#timer ??= setInterval(() => {
      this.#look();
    }, this.#tickMs).unref();
  }

  /** Watches one no more. */
  delete(member: HeartbeatMember): void {
    this.#members.delete(member);
    member.heartbeat = undefined;
    if (this.#members.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    for (const member of [...this.#members]) {
      if (member.isHeard || member.isPaused) {
        member.isHeard = member.isPinged = false;
      } else if (member.isPinged) {
        member.terminate();
      } else {
        member.isPinged = true;
        member.ping();
      }
    }
  }
}
