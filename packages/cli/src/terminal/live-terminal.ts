/**
 * A terminal as the screen and keyboard of a computer: draws what changes, gives what is typed as events,
 * and leaves the terminal as it was, however the process ends.
 */
import { writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import type { HostScreen, Screen } from "@craftos-http/craftos";
import type { Computer, EventValues } from "@craftos-http/event-loop";
import { KeyEvents } from "./key-events.js";
import { ScreenPainter } from "./screen-painter.js";
import { TerminalInputParser } from "./terminal-input.js";
import { ENTER_SCREEN, LEAVE_SCREEN } from "./terminal-modes.js";
import { colorDepthOf, type TerminalStreams } from "./terminal-streams.js";

/** The size where nobody says what it is: that of a computer in the game. */
const DEFAULT_SIZE = { columns: 51, rows: 19 };

/** The shortest time between two drawings: no eye sees more. */
const FRAME_MS = 16;

/** After so long the key escape is no beginning of a sequence. */
const ESCAPE_MS = 30;

/** Two of Ctrl+C in this time end at once. */
const INTERRUPT_TWICE_MS = 1000;

/** The part of `process` that a terminal needs to be left as it was. */
export interface TerminalProcess {
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Adds a listener; as that of `process`, for signals and the end. */
  on(event: TerminalProcessEvent, listener: () => void): unknown;
  /** Removes a listener. */
  off(event: TerminalProcessEvent, listener: () => void): unknown;
}

/** What the process tells a terminal of: its end, a fault, signals that end it, and one that it goes on. */
export type TerminalProcessEvent =
  "exit" | "uncaughtExceptionMonitor" | "SIGCONT" | "SIGHUP" | "SIGQUIT";

/** What a person asks of the command. */
export interface TerminalActions {
  /** The first Ctrl+C. */
  interrupt(): void;
  /** A second Ctrl+C soon after. */
  endAtOnce(): void;
  /** The terminal is gone, or SIGHUP says so. */
  hungUp(isSignal: boolean): void;
  /** SIGQUIT came. */
  quit(): void;
}

/** The computer that has the terminal, and what is on its screen. */
export interface TerminalUser {
  /** The computer. */
  readonly computer: Computer;
  /** Its screen. */
  readonly screen: Screen;
  /** Gives it another size. */
  resizeScreen(width: number, height: number): void;
}

/** A terminal that has been taken over. */
export class LiveTerminal {
  readonly #streams: TerminalStreams;
  readonly #process: TerminalProcess;
  readonly #actions: TerminalActions;
  readonly #painter: ScreenPainter;
  readonly #decoder = new StringDecoder("utf8");
  readonly #keys: KeyEvents;
  readonly #parser: TerminalInputParser;
  #user: TerminalUser | null = null;
  #isEntered = false;
  /** Events for which the computer has had no room. */
  #waiting: EventValues[] = [];
  #frame: NodeJS.Timeout | null = null;
  #escape: NodeJS.Timeout | null = null;
  #drawnAtMs = -Infinity;
  #isBlocked = false;
  #interruptedAtMs = -Infinity;

  /**
   * Takes nothing over yet.
   * @param streams - the terminal
   * @param process - the process
   * @param actions - what is done for the person at it
   */
  constructor(streams: TerminalStreams, process: TerminalProcess, actions: TerminalActions) {
    this.#streams = streams;
    this.#process = process;
    this.#actions = actions;
    this.#painter = new ScreenPainter(colorDepthOf(streams.output, process.env));
    this.#keys = new KeyEvents({
      event: (values) => this.#deliver(values),
      terminate: () => this.#user?.computer.terminate(),
      interrupt: () => this.#interrupt(),
    });
    this.#parser = new TerminalInputParser((input) => this.#keys.take(input));
  }

  /** The screen as a computer is given it: as large as the terminal is now. */
  get hostScreen(): HostScreen {
    const { columns, rows } = this.#size;
    return { width: columns, height: rows, changed: () => this.#changed() };
  }

  /** Shows a computer's screen, and gives it what is typed. */
  connect(user: TerminalUser): void {
    this.#user = user;
    this.#changed();
    this.#deliverWaiting(user.computer);
  }

  /** Takes the terminal over. */
  enter(): void {
    const { input, output } = this.#streams;
    if (this.#isEntered) return;
    this.#isEntered = true;
    input.setRawMode?.(true);
    input.on("data", this.#onData).on("end", this.#onHangUp).on("error", this.#onHangUp);
    input.resume();
    output.on("resize", this.#onResize).on("drain", this.#onDrain);
    this.#process.on("exit", this.#onProcessEnd);
    this.#process.on("uncaughtExceptionMonitor", this.#onProcessEnd);
    this.#process.on("SIGCONT", this.#onContinue);
    this.#process.on("SIGHUP", this.#onHangUpSignal);
    this.#process.on("SIGQUIT", this.#onQuit);
    output.write(ENTER_SCREEN);
    this.#changed();
  }

  /**
   * Gives the terminal back, with what was on the screen last below what was there before. Fulfilled when
   * that is written.
   */
  async leave(): Promise<void> {
    if (!this.#isEntered) return;
    const last = this.#user === null ? "" : this.#painter.lines(this.#user.screen);
    this.#stopListening();
    await new Promise<void>((resolve) => {
      this.#streams.output.write(LEAVE_SCREEN + last, () => resolve());
    });
  }

  #stopListening(): void {
    const { input, output } = this.#streams;
    this.#isEntered = false;
    if (this.#frame !== null) clearTimeout(this.#frame);
    if (this.#escape !== null) clearTimeout(this.#escape);
    this.#frame = this.#escape = null;
    input.off("data", this.#onData).off("end", this.#onHangUp).off("error", this.#onHangUp);
    input.pause();
    output.off("resize", this.#onResize).off("drain", this.#onDrain);
    this.#process.off("exit", this.#onProcessEnd);
    this.#process.off("uncaughtExceptionMonitor", this.#onProcessEnd);
    this.#process.off("SIGCONT", this.#onContinue);
    this.#process.off("SIGHUP", this.#onHangUpSignal);
    this.#process.off("SIGQUIT", this.#onQuit);
    try {
      input.setRawMode?.(false);
    } catch {
      // The terminal is gone, and with it its mode.
    }
  }

  get #size(): { readonly columns: number; readonly rows: number } {
    const { columns = 0, rows = 0 } = this.#streams.output;
    return columns > 0 && rows > 0 ? { columns, rows } : DEFAULT_SIZE;
  }

  // ---- What is shown

  #changed(): void {
    if (this.#frame !== null || this.#isBlocked || !this.#isEntered) return;
    const sinceMs = performance.now() - this.#drawnAtMs;
    this.#frame = setTimeout(() => this.#draw(), Math.max(0, FRAME_MS - sinceMs));
  }

  #draw(): void {
    this.#frame = null;
    if (this.#user === null || !this.#isEntered) return;
    this.#drawnAtMs = performance.now();
    const text = this.#painter.paint(this.#user.screen);
    if (text !== "") this.#isBlocked = !this.#streams.output.write(text);
  }

  readonly #onDrain = (): void => {
    this.#isBlocked = false;
    this.#changed();
  };

  readonly #onResize = (): void => {
    const { columns, rows } = this.#size;
    this.#painter.forget();
    this.#user?.resizeScreen(columns, rows);
    this.#changed();
  };

  /** The process was stopped and goes on: somebody else had the terminal. */
  readonly #onContinue = (): void => {
    this.#streams.input.setRawMode?.(true);
    this.#streams.output.write(ENTER_SCREEN);
    this.#painter.forget();
    this.#onResize();
  };

  /** The process ends without having left the terminal: there is no time to wait for a stream. */
  readonly #onProcessEnd = (): void => {
    const { output } = this.#streams;
    this.#stopListening();
    try {
      if (output.fd === undefined) output.write(LEAVE_SCREEN);
      else writeSync(output.fd, LEAVE_SCREEN);
    } catch {
      // The terminal is gone.
    }
  };

  // ---- What is typed

  readonly #onData = (chunk: Buffer): void => {
    if (this.#escape !== null) clearTimeout(this.#escape);
    this.#escape = null;
    this.#parser.add(this.#decoder.write(chunk));
    if (!this.#parser.isUnfinished) return;
    this.#escape = setTimeout(() => {
      this.#escape = null;
      this.#parser.finish();
    }, ESCAPE_MS);
  };

  readonly #onHangUp = (): void => {
    this.#actions.hungUp(false);
  };

  readonly #onHangUpSignal = (): void => {
    this.#actions.hungUp(true);
  };

  readonly #onQuit = (): void => {
    this.#actions.quit();
  };

  #interrupt(): void {
    const nowMs = performance.now();
    const isSecond = nowMs - this.#interruptedAtMs < INTERRUPT_TWICE_MS;
    this.#interruptedAtMs = nowMs;
    if (isSecond) this.#actions.endAtOnce();
    else this.#actions.interrupt();
  }

  /** Delivers an event; when there is no room, or no computer, nothing more is read until there is. */
  #deliver(values: EventValues): void {
    const computer = this.#user?.computer;
    if (this.#waiting.length === 0 && computer?.deliver({ values }) === true) return;
    this.#waiting.push(values);
    if (this.#waiting.length > 1) return;
    this.#streams.input.pause();
    this.#waitForRoom(computer);
  }

  /** A computer that has ended has no room any more; if another follows, that gets what was typed. */
  #waitForRoom(computer: Computer | undefined): void {
    if (computer?.end === null) computer.whenRoom(() => this.#deliverWaiting(computer));
  }

  #deliverWaiting(computer: Computer): void {
    if (this.#user?.computer !== computer) return;
    for (let values; (values = this.#waiting[0]) !== undefined; this.#waiting.shift()) {
      if (!computer.deliver({ values })) {
        this.#waitForRoom(computer);
        return;
      }
    }
    if (this.#isEntered) this.#streams.input.resume();
  }
}
