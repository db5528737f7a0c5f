/**
 * Log files that take nothing, or little at a time: real files and real pipes. Nothing blocks, and
 * nothing is lost in silence.
 */
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { KEPT_MAX } from "../../src/observe/kept-lines.js";
import { LogFile, LogNotWritable } from "../../src/observe/log-file.js";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "craftos-http-log-"));
  onTestFinished(() => {
    rmSync(made, { recursive: true, force: true });
  });
  return made;
}

/** A pipe with a name, and its end for reading, which never waits. */
class NamedPipe {
  readonly path = join(folder(), "log.pipe");
  #reader: number | undefined;

  constructor() {
    execFileSync("mkfifo", [this.path]);
    onTestFinished(() => {
      this.stopReading();
    });
  }

  startReading(): this {
    this.#reader = openSync(this.path, constants.O_RDONLY | constants.O_NONBLOCK);
    return this;
  }

  stopReading(): void {
    if (this.#reader !== undefined) closeSync(this.#reader);
    this.#reader = undefined;
  }

  /** Reads what is there. */
  read(): string {
    const piece = Buffer.alloc(256 * 1024);
    try {
      return piece.toString("utf8", 0, readSync(this.#reader!, piece));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return "";
      throw error;
    }
  }

  /** Reads until what was read is as wanted. */
  async readUntil(isWanted: (text: string) => boolean): Promise<string> {
    let text = "";
    while (!isWanted(text)) {
      text += this.read();
      await turn();
    }
    return text;
  }
}

function open(path: string): { log: LogFile; warnings: string[] } {
  const warnings: string[] = [];
  return { log: new LogFile(path, (message) => warnings.push(message)), warnings };
}

test("lines are appended to what is there, also after the file was moved away", async () => {
  const path = join(folder(), "access.log");
  const first = open(path);
  first.log.writeLine("one");
  await first.log.close();
  const { log, warnings } = open(path);
  log.writeLine("two");
  renameSync(path, `${path}.1`);
  log.reopen();
  log.writeLine("three");
  await log.close();
  const both = [`${path}.1`, path].map((file) => readFileSync(file, "utf8")).join("");
  expect(both).toBe("one\ntwo\nthree\n");
  expect(warnings).toEqual([]);
});

test("a file that cannot be opened again is written on, and that is said", async () => {
  const path = join(folder(), "logs", "access.log");
  mkdirSync(dirname(path));
  const { log, warnings } = open(path);
  renameSync(dirname(path), `${dirname(path)}.1`);
  log.reopen();
  log.writeLine("one");
  await log.close();
  expect(readFileSync(join(`${dirname(path)}.1`, "access.log"), "utf8")).toBe("one\n");
  expect(warnings).toEqual([
    expect.stringMatching(/^The log '.+' cannot be written: .+ The old file is written on\.$/),
  ]);
});

describe.runIf(process.platform !== "win32")("a pipe", () => {
  test("that nobody reads is refused at once", () => {
    const { path } = new NamedPipe();
    expect(() => open(path)).toThrow(
      new LogNotWritable(`The log '${path}' cannot be written: it is a pipe that nobody reads.`),
    );
  });

  test("gets lines longer than it holds, whole", async () => {
    const pipe = new NamedPipe().startReading();
    const { log, warnings } = open(pipe.path);
    const lines = [
      "a".repeat(300_000),
      "b",
      "c".repeat(5_000),
      ...new Array<string>(5_000).fill("d"),
    ];
    for (const line of lines) log.writeLine(line);
    const wanted = `${lines.join("\n")}\n`;
    expect(await pipe.readUntil((text) => text.length >= wanted.length)).toBe(wanted);
    await log.close();
    expect(warnings).toEqual([]);
  });

  test("whose reader stops keeps nobody waiting; what is lost is counted, and the rest is whole", async () => {
    const pipe = new NamedPipe().startReading();
    const { log, warnings } = open(pipe.path);
    let count = 0;
    const write = (): void => log.writeLine(`${count++} ${"x".repeat(1000)}`);
    while (count * 1000 < 3 * KEPT_MAX) {
      write();
      if (count % 100 === 0) await turn();
    }
    expect(warnings).toEqual([
      `The log '${pipe.path}' takes no more for the moment: lines are lost.`,
    ]);
    const early = await pipe.readUntil(() => warnings.length === 2);
    const [, lost = ""] = /takes lines again: (\d+) were lost/.exec(warnings[1]!) ?? [];
    write();
    const last = `${count - 1} `;
    const late = await pipe.readUntil(
      (text) => `\n${text}`.includes(`\n${last}`) && text.endsWith("\n"),
    );
    const lines = (early + late).trimEnd().split("\n");
    expect(lines.every((line) => /^\d+ x{1000}$/.test(line))).toBe(true);
    expect(lines).toHaveLength(count - Number(lost));
    await log.close();
    expect(warnings).toHaveLength(2);
  });

  test("whose reader leaves is said once, and gets the rest when another comes", async () => {
    const pipe = new NamedPipe().startReading();
    const { log, warnings } = open(pipe.path);
    pipe.stopReading();
    log.writeLine("one");
    while (warnings.length === 0) await turn();
    log.writeLine("two");
    pipe.startReading();
    expect(await pipe.readUntil((text) => text.includes("two"))).toBe("one\ntwo\n");
    await log.close();
    expect(warnings).toEqual([
      `The log '${pipe.path}' cannot be written: EPIPE: broken pipe, write.`,
    ]);
  });
});

test.runIf(existsSync("/dev/full"))(
  "a full disk is said once, and at the end what was lost",
  async () => {
    const { log, warnings } = open("/dev/full");
    log.writeLine("one");
    while (warnings.length === 0) await turn();
    log.writeLine("two");
    await log.close();
    expect(warnings).toEqual([
      "The log '/dev/full' cannot be written: ENOSPC: no space left on device, write.",
      "The log '/dev/full' took no more at the end: 2 lines were lost.",
    ]);
  },
);
