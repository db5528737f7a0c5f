/**
 * Programs that run side by side, a tab each. There is one at first, which runs as if there were no tabs;
 * when it starts another this frame takes its place and gives both every event.
 *
 * HOST: there is one screen, which all write to; what a tab redirects `term` to is its own. Keys, the mouse
 * and pasted text are for the tab in focus, everything else, `terminate` too, for all.
 */
import { EventWait } from "@craftos-http/event-loop";
import {
  type Coroutine,
  Frame,
  type LuaResult,
  type LuaTable,
  NO_VALUES,
  resultList,
  resumeFor,
  saveFrame,
  SUSPENDED,
  transparentTurnEnd,
  yieldValues,
} from "@craftos-http/interpreter";

/** Events that come from somebody who looks at the tab in focus. Source: tweaked.cc, multishell. */
const INPUT_EVENTS: ReadonlySet<unknown> = new Set([
  ...["key", "char", "key_up", "paste", "mouse_click", "mouse_up", "mouse_drag", "mouse_scroll"],
]);

/** A program that runs beside others. */
export interface Tab {
  /** Runs the program; null as long as it is alone. */
  coroutine: Coroutine | null;
  /** What the program waits for. */
  readonly wait: EventWait;
  /** What `term` goes to while it runs. */
  target: LuaTable;
  /** What it is called. */
  title: string;
}

/**
 * Makes a tab.
 * @param coroutine - runs the program, which has not begun; null for the one that is alone
 * @param title - what it is called
 * @param target - what `term` goes to
 */
export function makeTab(coroutine: Coroutine | null, title: string, target: LuaTable): Tab {
  return { coroutine, wait: new EventWait(), title, target };
}

/** The tabs of a computer, in order. */
export class TabList {
  /** Those whose programs have not ended. */
  readonly tabs: Tab[] = [];
  /** The one whose program runs or ran last. */
  running: Tab;
  /** The one that keys are for. */
  focused: Tab;

  /**
   * Makes a list of one.
   * @param first - the program that the computer was booted with
   */
  constructor(first: Tab) {
    this.tabs.push(first);
    this.running = this.focused = first;
  }

  /** Takes out a tab whose program has ended; the focus goes to its neighbour. */
  close(tab: Tab): void {
    const index = this.tabs.indexOf(tab);
    this.tabs.splice(index, 1);
    if (this.focused === tab) this.focused = this.tabs[Math.max(0, index - 1)] ?? tab;
  }
}

/** Errors of tabs are shown where they are run; what still comes is the first program's, and ends all. */
const TURN_END = transparentTurnEnd("multishell");

/** Runs the tabs of a computer until the last has ended. */
export class TabGroupFrame extends Frame {
  readonly #list: TabList;
  readonly #swapTarget: (target: LuaTable) => LuaTable;
  /** The event that the round is about; no values in the first, which is for those that have not begun. */
  #event: LuaResult = NO_VALUES;
  /** Those who have yet to see it, or null while the group waits for an event. */
  #waiting: Tab[] | null = [];

  /**
   * Makes a group, in which those begin that have not.
   * @param list - the tabs
   * @param swapTarget - gives `term` another target, and gives the one before
   */
  constructor(list: TabList, swapTarget: (target: LuaTable) => LuaTable) {
    super();
    this.#list = list;
    this.#swapTarget = swapTarget;
  }

  override get nativeName(): string {
    return TURN_END.name;
  }

  override resume(result: LuaResult): LuaResult {
    if (this.#waiting === null) this.#beginRound(result);
    else this.#settle(result);
    return this.run();
  }

  /** Runs until no tab is left or the group is suspended. */
  run(): LuaResult {
    if (!this.#finishRound()) return SUSPENDED;
    if (this.#list.tabs.length === 0) return NO_VALUES;
    this.#waiting = null;
    yieldValues(NO_VALUES);
    return saveFrame(this);
  }

  #beginRound(event: LuaResult): void {
    const { tabs, focused } = this.#list;
    this.#event = event;
    this.#waiting = INPUT_EVENTS.has(resultList(event)[0]) ? [focused] : [...tabs];
  }

  /** Gives those that are left in this round their turns. Says whether all had them. */
  #finishRound(): boolean {
    for (let tab = this.#nextTab(); tab !== undefined; tab = this.#nextTab()) {
      if (tab.coroutine === null || !tab.wait.wants(this.#event)) continue;
      this.#list.running = tab;
      tab.target = this.#swapTarget(tab.target);
      const result = resumeFor(tab.coroutine, this.#event, TURN_END);
      if (result === SUSPENDED) {
        saveFrame(this);
        return false;
      }
      this.#settle(result);
    }
    return true;
  }

  /** The next in this round; after it those that were opened in its course begin. */
  #nextTab(): Tab | undefined {
    const next = this.#waiting?.shift();
    if (next !== undefined) return next;
    this.#event = NO_VALUES;
    return this.#list.tabs.find(({ coroutine }) => coroutine !== null && coroutine.entry !== null);
  }

  /** Notes what a tab did in its turn. */
  #settle(result: LuaResult): void {
    const tab = this.#list.running;
    tab.target = this.#swapTarget(tab.target);
    if (tab.coroutine?.status === "dead") this.#list.close(tab);
    else tab.wait.note(resultList(result));
  }
}
