/**
 * A group of coroutines that each see every event, as if each had a queue of its own: what
 * `parallel` runs.
 *
 * Each round gives one event to every coroutine whose filter it passes, in the order of the
 * functions; then the group itself waits for the next event, of any kind. The group is a frame, so
 * it can be suspended while it waits and in the middle of a coroutine's turn.
 */
import { EventWait } from "@craftos-http/event-loop";
import {
  callValue,
  Coroutine,
  Frame,
  type LuaFunction,
  type LuaResult,
  type LuaTable,
  NO_VALUES,
  resultList,
  resumeFor,
  saveFrame,
  SUSPENDED,
  transparentTurnEnd,
  type TurnEnd,
} from "@craftos-http/interpreter";

/** A member of a group. */
interface Member {
  /** Its place among the functions, from 1. */
  readonly position: number;
  readonly coroutine: Coroutine;
  readonly wait: EventWait;
}

/** A call of `parallel.waitForAny` or `waitForAll`. */
export class CoroutineGroupFrame extends Frame {
  readonly #os: LuaTable;
  readonly #endsWithFirst: boolean;
  readonly #turnEnd: TurnEnd;
  /** Those that have not returned, in order. */
  readonly #members: Member[];
  /** The event that the round is about; no values in the first. */
  #event: LuaResult = NO_VALUES;
  /** The index of the member whose turn it is, or -1 while the group waits for an event. */
  #index = 0;
  /** The place of the first function that returned. */
  #firstPosition = 0;

  /**
   * Makes a group whose coroutines have not begun.
   * @param name - what tracebacks call it
   * @param functions - what the coroutines run
   * @param endsWithFirst - whether the first to return ends the group, or the last
   * @param os - the table through which it calls `pullEventRaw`
   */
  constructor(
    name: string,
    functions: readonly LuaFunction[],
    endsWithFirst: boolean,
    os: LuaTable,
  ) {
    super();
    this.#os = os;
    this.#endsWithFirst = endsWithFirst;
    this.#members = functions.map((fn, index) => ({
      position: index + 1,
      coroutine: new Coroutine(fn),
      wait: new EventWait(),
    }));
    this.#turnEnd = transparentTurnEnd(name);
  }

  override get nativeName(): string {
    return this.#turnEnd.name;
  }

  override resume(result: LuaResult): LuaResult {
    if (this.#index < 0) this.#beginRound(result);
    else this.#settle(result);
    return this.run();
  }

  /** Runs until the group has ended or is suspended. */
  run(): LuaResult {
    for (;;) {
      if (!this.#finishRound()) return SUSPENDED;
      if (this.#members.length === 0 || (this.#endsWithFirst && this.#firstPosition > 0)) {
        return this.#endsWithFirst ? this.#firstPosition : NO_VALUES;
      }
      this.#index = -1;
      const event = callValue(this.#os.getString("pullEventRaw"));
      if (event === SUSPENDED) return saveFrame(this);
      this.#beginRound(event);
    }
  }

  #beginRound(event: LuaResult): void {
    this.#event = event;
    this.#index = 0;
  }

  /** Gives the members that are left in this round their turns. Says whether all had them. */
  #finishRound(): boolean {
    while (this.#index < this.#members.length) {
      const member = this.#members[this.#index]!;
      if (!member.wait.wants(this.#event)) {
        this.#index++;
        continue;
      }
      const result = resumeFor(member.coroutine, this.#event, this.#turnEnd);
      if (result === SUSPENDED) {
        saveFrame(this);
        return false;
      }
      this.#settle(result);
    }
    return true;
  }

  /** Notes what a member did in its turn and passes on to the next. */
  #settle(result: LuaResult): void {
    const member = this.#members[this.#index]!;
    if (member.coroutine.status === "dead") {
      this.#members.splice(this.#index, 1);
      if (this.#firstPosition === 0) this.#firstPosition = member.position;
      return;
    }
    member.wait.note(resultList(result));
    this.#index++;
  }
}
