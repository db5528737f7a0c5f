/**
 * The `multishell` table. Source: tweaked.cc, multishell.
 */
import { type Computer, expectNumber, expectString, expectTable } from "@craftos-http/event-loop";
import {
  callValue,
  Coroutine,
  type LuaTable,
  type LuaValue,
  NO_VALUES,
} from "@craftos-http/interpreter";
import { nameOf } from "../files/file-path.js";
import { defineLibrary } from "../native/define-library.js";
import { makeTab, type Tab, TabGroupFrame, TabList } from "./tab-group.js";

/** What the library is made for. */
export interface MultishellSetup {
  /** Whose programs they are. */
  readonly computer: Computer;
  /** The table through which programs are run. */
  readonly os: LuaTable;
  /** What `term` goes to unless it is redirected. */
  readonly nativeTarget: LuaTable;
  /** Gives `term` another target, and gives the one before. */
  readonly swapTarget: (target: LuaTable) => LuaTable;
  /** What the program that the computer is booted with is called. */
  readonly title: string;
}

/**
 * Makes the `multishell` table of a computer.
 * @param setup - what it is made for
 */
export function makeMultishellLibrary(setup: MultishellSetup): LuaTable {
  const { computer, os, nativeTarget, swapTarget } = setup;
  const first = makeTab(null, setup.title, nativeTarget);
  const list = new TabList(first);
  let isGroup = false;

  /** Lets the first program be one of several from when it next waits. */
  function beginGroup(): void {
    isGroup = true;
    computer.takeOver((main, yielded) => {
      first.coroutine = main;
      if (main.status === "dead") list.close(first);
      else first.wait.note(yielded);
      first.target = swapTarget(nativeTarget);
      return () => new TabGroupFrame(list, swapTarget).run();
    });
  }

  function tabAt(position: number, value: LuaValue): Tab | undefined {
    return list.tabs[expectNumber(position, value) - 1];
  }

  const positionOf = (tab: Tab): number => list.tabs.indexOf(tab) + 1;

  return defineLibrary("multishell", {
    getFocus: () => positionOf(list.focused),
    setFocus: (n) => {
      const tab = tabAt(1, n);
      if (tab !== undefined) list.focused = tab;
      return tab !== undefined;
    },
    getTitle: (n) => tabAt(1, n)?.title,
    setTitle: (n, title) => {
      const tab = tabAt(1, n);
      const text = expectString(2, title);
      if (tab !== undefined) tab.title = text;
      return NO_VALUES;
    },
    getCurrent: () => positionOf(list.running),
    getCount: () => list.tabs.length,
    launch: (environment, path, ...args) => {
      const env = expectTable(1, environment);
      const file = expectString(2, path);
      const run = (): ReturnType<typeof callValue> =>
        callValue(os.getString("run"), env, file, ...args);
      list.tabs.push(makeTab(new Coroutine(run), nameOf(file), nativeTarget));
      if (!isGroup) beginGroup();
      return list.tabs.length;
    },
  });
}
