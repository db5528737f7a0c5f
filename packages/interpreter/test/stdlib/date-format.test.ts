/**
 * `os.date` in UTC against PUC Lua 5.3, which accepts the conversions of C99.
 */
import { describe, expect, it } from "vitest";
import { breakDownTime, formatDate } from "../../src/stdlib/date-format.js";
import { askPuc } from "../puc-oracle.js";
import { SeededRandom } from "../seeded-random.js";

const FORMAT = "a|%a A|%A b|%b B|%B C|%C d|%d D|%D e|%e F|%F h|%h H|%H I|%I j|%j m|%m M|%M".concat(
  "|%n|%p r|%r R|%R S|%S|%t|T|%T u|%u w|%w x|%x X|%X y|%y Y|%Y z|%z %%",
);

function expectSameAsPuc(times: readonly number[], note: string): void {
  const answers = askPuc(
    "5.3",
    times.map((time) => ({ callee: "os.date", args: ["!" + FORMAT, time] })),
  );
  times.forEach((time, i) => {
    const text = formatDate(FORMAT, breakDownTime(time, 0, "UTC"));
    expect({ ok: true, values: [text] }, `${note}: ${time}`).toEqual(answers[i]);
  });
}

describe("formatDate()", () => {
  it("writes the days around the turn of every kind of year as PUC does", () => {
    const times: number[] = [];
    for (let year = 1970; year <= 2037; year++) {
      for (let day = -7; day <= 7; day++) {
        times.push(Date.UTC(year, 0, 1 + day, 11 + day, 30, 5) / 1000);
      }
      times.push(Date.UTC(year, 1, 29) / 1000, Date.UTC(year, 2, 1) / 1000 - 1);
    }
    expectSameAsPuc(
      times.filter((time) => time >= 0),
      "turns",
    );
  });

  it("writes random times as PUC does", () => {
    const random = new SeededRandom();
    expectSameAsPuc(
      Array.from({ length: 1000 }, () => random.below(2 ** 31)),
      `seed ${random.seed}`,
    );
  });

  // Recorded from Debian's lua5.4: strftime of the WebAssembly build is wrong about these.
  it.each([
    [0, "Thu Jan  1 00:00:00 1970|1970 70 00 01 00"],
    [259_200, "Sun Jan  4 00:00:00 1970|1970 70 01 01 00"],
    [345_600, "Mon Jan  5 00:00:00 1970|1970 70 01 02 01"],
    [559_783_770, "Sun Sep 27 23:29:30 1987|1987 87 39 39 38"],
    [1_337_025_327, "Mon May 14 19:55:27 2012|2012 12 20 20 20"],
    [1_704_067_199, "Sun Dec 31 23:59:59 2023|2023 23 53 52 52"],
    [1_704_067_200, "Mon Jan  1 00:00:00 2024|2024 24 00 01 01"],
    [1_735_689_599, "Tue Dec 31 23:59:59 2024|2025 25 52 01 53"],
    [1_735_516_800, "Mon Dec 30 00:00:00 2024|2025 25 52 01 53"],
    [1_104_537_600, "Sat Jan  1 00:00:00 2005|2004 04 00 53 00"],
    [1_230_768_000, "Thu Jan  1 00:00:00 2009|2009 09 00 01 00"],
    [1_262_304_000, "Fri Jan  1 00:00:00 2010|2009 09 00 53 00"],
    [1_293_840_000, "Sat Jan  1 00:00:00 2011|2010 10 00 52 00"],
    [1_325_376_000, "Sun Jan  1 00:00:00 2012|2011 11 01 52 00"],
    [1_356_998_400, "Tue Jan  1 00:00:00 2013|2013 13 00 01 00"],
    [1_388_534_400, "Wed Jan  1 00:00:00 2014|2014 14 00 01 00"],
    [1_420_070_400, "Thu Jan  1 00:00:00 2015|2015 15 00 01 00"],
    [1_451_606_400, "Fri Jan  1 00:00:00 2016|2015 15 00 53 00"],
    [1_483_228_800, "Sun Jan  1 00:00:00 2017|2016 16 01 52 00"],
    [1_609_459_200, "Fri Jan  1 00:00:00 2021|2020 20 00 53 00"],
    [1_640_995_200, "Sat Jan  1 00:00:00 2022|2021 21 00 52 00"],
    [1_900_000_000, "Sun Mar 17 17:46:40 2030|2030 30 11 11 10"],
  ])("writes date and weeks of %d as %j", (time, text) => {
    expect(formatDate("%c|%G %g %U %V %W", breakDownTime(time, 0, "UTC"))).toBe(text);
  });

  it.each([
    [330, "+0530"],
    [-210, "-0330"],
    [0, "+0000"],
    [-60, "-0100"],
  ])("writes an offset of %d minutes as %s and shifts the clock by it", (minutes, text) => {
    const time = breakDownTime(86_400, minutes, "Somewhere");
    expect(formatDate("%z %Z", time)).toBe(`${text} Somewhere`);
    expect(time.hour * 60 + time.minute).toBe((minutes + 1440) % 1440);
  });

  it("keeps text, and drops a % at the end", () => {
    const time = breakDownTime(0, 0, "UTC");
    expect(formatDate("", time)).toBe("");
    expect(formatDate("\0plain\xff", time)).toBe("\0plain\xff");
    expect(formatDate("%Y%", time)).toBe("1970");
    expect(formatDate("100%%", time)).toBe("100%");
  });

  it.each(["%E", "%Ey", "%O", "%Q", "%k", "%\0"])("rejects the conversion %j", (format) => {
    expect(() => formatDate(format, breakDownTime(0, 0, "UTC"))).toThrow(
      `invalid conversion specifier '${format.slice(0, 2)}'`,
    );
  });
});
