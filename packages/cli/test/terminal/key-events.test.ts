/**
 * What is typed, from the bytes that terminals send to events. Expected: xterm's and kitty's documentation
 * for the bytes, tweaked.cc for the events and the numbers of keys.
 */
import { SeededRandom } from "@craftos-http/event-loop/testing";
import { expect, test } from "vitest";
import { KeyEvents } from "../../src/terminal/key-events.js";
import {
  PASTE_LENGTH_MAX,
  SEQUENCE_LENGTH_MAX,
  TerminalInputParser,
} from "../../src/terminal/terminal-input.js";

/** Gives the events of pieces of input, an event a line. */
function eventsOf(...pieces: readonly string[]): string[] {
  const events: string[] = [];
  const keys = new KeyEvents({
    event: (values) => void events.push(values.map(String).join(" ")),
    terminate: () => void events.push("terminate"),
    interrupt: () => void events.push("interrupt"),
  });
  const parser = new TerminalInputParser((input) => keys.take(input));
  for (const piece of pieces) parser.add(piece);
  parser.finish();
  return events;
}

/** The number of the key that goes down and up, with nothing else. */
function strokeOf(input: string): string {
  const events = eventsOf(input);
  const [, key = ""] = /^key (\d+) false$/.exec(events[0] ?? "") ?? [];
  expect(events).toEqual([`key ${key} false`, `key_up ${key}`]);
  return key;
}

test("a character is a key that goes down, what it types, and the key that comes up", () => {
  expect(eventsOf("a")).toEqual(["key 65 false", "char a", "key_up 65"]);
  expect(eventsOf("7")).toEqual(["key 55 false", "char 7", "key_up 55"]);
  expect(eventsOf(" ")).toEqual(["key 32 false", "char  ", "key_up 32"]);
});

test("a character that needs shift has shift pressed around it", () => {
  expect(eventsOf("A")).toEqual([
    ...["key 340 false", "key 65 false", "char A", "key_up 65", "key_up 340"],
  ]);
  expect(eventsOf("!")[1]).toBe("key 49 false");
  expect(eventsOf('"')[1]).toBe("key 39 false");
});

test("a character without a key is typed all the same, if a computer has it", () => {
  expect(eventsOf("é")).toEqual(["char \xe9"]);
  expect(eventsOf("e\u0301".normalize("NFC"))).toEqual(["char \xe9"]);
  expect(eventsOf("♥")).toEqual(["char \x03"]);
  expect(eventsOf("語😀")).toEqual([]);
});

test.each([
  ...[["\r", 257, "enter"] as const, ["\n", 257, "enter"] as const, ["\t", 258, "tab"] as const],
  ...[["\x7f", 259, "backspace"] as const, ["\b", 259, "backspace"] as const],
  ...[["\x1b[A", 265, "up"] as const, ["\x1b[B", 264, "down"] as const],
  ...[["\x1bOC", 262, "right"] as const, ["\x1bOD", 263, "left"] as const],
  ...[["\x1b[H", 268, "home"] as const, ["\x1b[1~", 268, "home"] as const],
  ...[["\x1b[F", 269, "end"] as const, ["\x1b[4~", 269, "end"] as const],
  ...[["\x1b[2~", 260, "insert"] as const, ["\x1b[3~", 261, "delete"] as const],
  ...[["\x1b[5~", 266, "pageUp"] as const, ["\x1b[6~", 267, "pageDown"] as const],
  ...[["\x1bOP", 290, "f1"] as const, ["\x1b[[A", 290, "f1"] as const],
  ...[["\x1b[11~", 290, "f1"] as const, ["\x1b[15~", 294, "f5"] as const],
  ...[["\x1b[24~", 301, "f12"] as const, ["\x1bOM", 335, "numPadEnter"] as const],
  ...[["\x1bOq", 321, "numPad1"] as const, ["\x1b[E", 325, "numPad5"] as const],
] as const)("%j is the key %i (%s)", (input, key) => {
  expect(strokeOf(input)).toBe(String(key));
});

test("control and Alt are pressed around the key that is typed with them", () => {
  expect(eventsOf("\x13")).toEqual(["key 341 false", "key 83 false", "key_up 83", "key_up 341"]);
  expect(eventsOf("\x1bb")).toEqual(["key 342 false", "key 66 false", "key_up 66", "key_up 342"]);
  expect(eventsOf("\x1b[1;5C")).toEqual([
    ...["key 341 false", "key 262 false", "key_up 262", "key_up 341"],
  ]);
  expect(eventsOf("\x1b[3;4~")).toEqual([
    ...["key 342 false", "key 340 false", "key 261 false"],
    ...["key_up 261", "key_up 340", "key_up 342"],
  ]);
  expect(eventsOf("\x1b[Z")[0]).toBe("key 340 false");
  expect(eventsOf("\0")[1]).toBe("key 32 false");
});

test("Ctrl+T terminates and is a key as well, Ctrl+C interrupts", () => {
  expect(eventsOf("\x14")).toEqual([
    ...["key 341 false", "key 84 false", "terminate", "key_up 84", "key_up 341"],
  ]);
  expect(eventsOf("\x03")).toContain("interrupt");
  expect(eventsOf("\x03").join()).not.toContain("key 67");
});

test("escape alone is a key, once nothing follows it", () => {
  expect(eventsOf("\x1b")).toEqual(["key 256 false", "key_up 256"]);
  expect(eventsOf("\x1b\x1b")).toEqual([
    "key 256 false",
    "key_up 256",
    "key 256 false",
    "key_up 256",
  ]);
});

test("a terminal that says when keys come up is believed, and nothing is made up", () => {
  const on = "\x1b[?31u";
  expect(eventsOf(`${on}\x1b[97;;97u\x1b[97;1:2;97u\x1b[97;1:3u`)).toEqual([
    ...["key 65 false", "char a", "key 65 true", "char a", "key_up 65"],
  ]);
  expect(eventsOf(`${on}\x1b[57441;2u\x1b[97:65;2;65u\x1b[97;2:3u\x1b[57441;1:3u`)).toEqual([
    ...["key 340 false", "key 65 false", "char A", "key_up 65", "key_up 340"],
  ]);
  expect(eventsOf(`${on}\x1b[1;5A\x1b[1;5:3A`)).toEqual(["key 265 false", "key_up 265"]);
  expect(eventsOf(`${on}\x1b[116;5u`)).toEqual(["key 84 false", "terminate"]);
  expect(eventsOf(`${on}\x1b[99;5u\x1b[99;5:2u`)).toEqual(["interrupt"]);
  // A key in Cyrillic, at the place where others have an a.
  expect(eventsOf(`${on}\x1b[1092::97;;1092u`)).toEqual(["key 65 false"]);
  expect(eventsOf(`${on}\x1b[57414u\x1b[57376u`)).toEqual(["key 335 false", "key 302 false"]);
});

test("the mouse has buttons in CraftOS's order, drags from cell to cell, and a wheel", () => {
  expect(eventsOf("\x1b[<0;3;4M\x1b[<32;3;4M\x1b[<32;4;4M\x1b[<0;4;4m")).toEqual([
    ...["mouse_click 1 3 4", "mouse_drag 1 4 4", "mouse_up 1 4 4"],
  ]);
  expect(eventsOf("\x1b[<2;1;1M\x1b[<1;1;1M")).toEqual(["mouse_click 2 1 1", "mouse_click 3 1 1"]);
  expect(eventsOf("\x1b[<64;5;6M\x1b[<65;5;6M")).toEqual([
    "mouse_scroll -1 5 6",
    "mouse_scroll 1 5 6",
  ]);
  expect(eventsOf("\x1b[M !!\x1b[M#!!")).toEqual(["mouse_click 1 1 1", "mouse_up 1 1 1"]);
  expect(eventsOf("\x1b[<0;0;1M\x1b[<1;1M\x1b[<128;1;1M\x1b[<66;1;1M\x1b[<35;2;2M")).toEqual([]);
});

test("what is pasted is one event, of its first line", () => {
  expect(eventsOf("\x1b[200~hello\tworld\x1b[201~x")).toEqual([
    ...["paste hello world", "key 88 false", "char x", "key_up 88"],
  ]);
  expect(eventsOf("\x1b[200~one\rtwo\x1b[201~")).toEqual(["paste one"]);
  expect(eventsOf("\x1b[200~\x03\x1b[A ä語\x1b[201~")).toEqual(["paste [A \xe4?"]);
  const [pasted = ""] = eventsOf(`\x1b[200~${"x".repeat(PASTE_LENGTH_MAX + 9)}\x1b[201~`);
  expect(pasted.length).toBe("paste ".length + PASTE_LENGTH_MAX);
});

test("sequences that mean nothing here are passed over, whole", () => {
  const answers =
    "\x1b]11;rgb:0000/0000/0000\x1b\\\x1bP1+r\x1b\\\x1b]0;title\x07\x1b[?62;c\x1b[I\x1b[0n";
  expect(eventsOf(`${answers}a`)).toEqual(eventsOf("a"));
  expect(eventsOf("\x1b[99~\x1b[1 q")).toEqual([]);
});

const EVERYTHING =
  "aB\x1b[A\x1b[1;5C\x1bOP\x1b[[C\x1bx\x1b[200~paste\x1b[20\x1b[201~\x1b[<0;10;2M\x1b[<0;10;2m" +
  "\x1b]8;;x\x1b\\é♥😀\x1b[57441;2u\x1b[97;1:3u\x14\x1b[3;4~\x1b[M !!ä\x1b[?31u\x1b[97;;97u";

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  "input means the same in whatever pieces it comes (seed %i)",
  (seed) => {
    const random = new SeededRandom(seed);
    const pieces: string[] = [];
    for (let at = 0; at < EVERYTHING.length;) {
      let end = at + 1 + random.below(4);
      // The decoder gives whole characters.
      if (/[\ud800-\udbff]/.test(EVERYTHING[end - 1] ?? "")) end++;
      pieces.push(EVERYTHING.slice(at, end));
      at = end;
    }
    expect(eventsOf(...pieces)).toEqual(eventsOf(EVERYTHING));
  },
);

test.each([1, 2, 3, 4, 5])(
  "any input is taken without an error, and what comes later is understood (seed %i)",
  (seed) => {
    const random = new SeededRandom(seed);
    const alphabet = [
      "\x1b",
      "[",
      "O",
      "<",
      "?",
      ";",
      ":",
      "1",
      "200~",
      "M",
      "u",
      "~",
      "P",
      "]",
      "é",
    ];
    for (let round = 0; round < 400; round++) {
      const noise = Array.from(
        { length: random.below(30) },
        () => alphabet[random.below(alphabet.length)] ?? "",
      ).join("");
      const events = eventsOf(noise, "\x1b\\\x07\x1b[201~\x1b\\\x07   ", "z");
      expect(events.slice(-3), JSON.stringify(noise)).toEqual(eventsOf("z"));
    }
  },
);

test("no more than a bounded part of a sequence without an end is kept", () => {
  const endless = `\x1b]${"x".repeat(SEQUENCE_LENGTH_MAX)}`;
  expect(eventsOf(endless, "a")).toEqual(eventsOf("a"));
});
