/**
 * `os.date` formats against PUC Lua 5.2.4 on glibc 2.36 in the C locale, `os.date("!%a", time)` and
 * so on for every conversion. It calls the zone GMT; we call it UTC, as CC: Tweaked does.
 */
import { LuaError } from "@craftos-http/interpreter";
import { expect, test } from "vitest";
import { civilTimeAt, UTC } from "../../src/os/civil-time.js";
import { formatDate } from "../../src/os/format-date.js";

const CONVERSIONS = "a A b B c C d D e F g G h H I j m M p r R S T u U V w W x X y Y Z %".split(
  " ",
);

const EXPECTED = `
0|Thu|Thursday|Jan|January|Thu Jan  1 00:00:00 1970|19|01|01/01/70| 1|1970-01-01|70|1970|Jan|00|12|001|01|00|AM|12:00:00 AM|00:00|00|00:00:00|4|00|01|4|00|01/01/70|00:00:00|70|1970|UTC|%
86399|Thu|Thursday|Jan|January|Thu Jan  1 23:59:59 1970|19|01|01/01/70| 1|1970-01-01|70|1970|Jan|23|11|001|01|59|PM|11:59:59 PM|23:59|59|23:59:59|4|00|01|4|00|01/01/70|23:59:59|70|1970|UTC|%
951782400|Tue|Tuesday|Feb|February|Tue Feb 29 00:00:00 2000|20|29|02/29/00|29|2000-02-29|00|2000|Feb|00|12|060|02|00|AM|12:00:00 AM|00:00|00|00:00:00|2|09|09|2|09|02/29/00|00:00:00|00|2000|UTC|%
1078012799|Sat|Saturday|Feb|February|Sat Feb 28 23:59:59 2004|20|28|02/28/04|28|2004-02-28|04|2004|Feb|23|11|059|02|59|PM|11:59:59 PM|23:59|59|23:59:59|6|08|09|6|08|02/28/04|23:59:59|04|2004|UTC|%
1104537600|Sat|Saturday|Jan|January|Sat Jan  1 00:00:00 2005|20|01|01/01/05| 1|2005-01-01|04|2004|Jan|00|12|001|01|00|AM|12:00:00 AM|00:00|00|00:00:00|6|00|53|6|00|01/01/05|00:00:00|05|2005|UTC|%
1230768000|Thu|Thursday|Jan|January|Thu Jan  1 00:00:00 2009|20|01|01/01/09| 1|2009-01-01|09|2009|Jan|00|12|001|01|00|AM|12:00:00 AM|00:00|00|00:00:00|4|00|01|4|00|01/01/09|00:00:00|09|2009|UTC|%
1262304000|Fri|Friday|Jan|January|Fri Jan  1 00:00:00 2010|20|01|01/01/10| 1|2010-01-01|09|2009|Jan|00|12|001|01|00|AM|12:00:00 AM|00:00|00|00:00:00|5|00|53|5|00|01/01/10|00:00:00|10|2010|UTC|%
1293840000|Sat|Saturday|Jan|January|Sat Jan  1 00:00:00 2011|20|01|01/01/11| 1|2011-01-01|10|2010|Jan|00|12|001|01|00|AM|12:00:00 AM|00:00|00|00:00:00|6|00|52|6|00|01/01/11|00:00:00|11|2011|UTC|%
1609459199|Thu|Thursday|Dec|December|Thu Dec 31 23:59:59 2020|20|31|12/31/20|31|2020-12-31|20|2020|Dec|23|11|366|12|59|PM|11:59:59 PM|23:59|59|23:59:59|4|52|53|4|52|12/31/20|23:59:59|20|2020|UTC|%
1709164800|Thu|Thursday|Feb|February|Thu Feb 29 00:00:00 2024|20|29|02/29/24|29|2024-02-29|24|2024|Feb|00|12|060|02|00|AM|12:00:00 AM|00:00|00|00:00:00|4|08|09|4|09|02/29/24|00:00:00|24|2024|UTC|%
1735689600|Wed|Wednesday|Jan|January|Wed Jan  1 00:00:00 2025|20|01|01/01/25| 1|2025-01-01|25|2025|Jan|00|12|001|01|00|AM|12:00:00 AM|00:00|00|00:00:00|3|00|01|3|00|01/01/25|00:00:00|25|2025|UTC|%
4102444799|Thu|Thursday|Dec|December|Thu Dec 31 23:59:59 2099|20|31|12/31/99|31|2099-12-31|99|2099|Dec|23|11|365|12|59|PM|11:59:59 PM|23:59|59|23:59:59|4|52|53|4|52|12/31/99|23:59:59|99|2099|UTC|%
-1|Wed|Wednesday|Dec|December|Wed Dec 31 23:59:59 1969|19|31|12/31/69|31|1969-12-31|70|1970|Dec|23|11|365|12|59|PM|11:59:59 PM|23:59|59|23:59:59|3|52|01|3|52|12/31/69|23:59:59|69|1969|UTC|%
-2208988800|Mon|Monday|Jan|January|Mon Jan  1 00:00:00 1900|19|01|01/01/00| 1|1900-01-01|00|1900|Jan|00|12|001|01|00|AM|12:00:00 AM|00:00|00|00:00:00|1|00|01|1|01|01/01/00|00:00:00|00|1900|UTC|%
`;

test.each(EXPECTED.trim().split("\n"))("formatDate() writes %s as PUC Lua does", (line) => {
  const [seconds, ...expected] = line.split("|");
  const time = civilTimeAt(Number(seconds), UTC)!;
  expect(CONVERSIONS.map((name) => formatDate(`%${name}`, time))).toEqual(expected);
});

test("formatDate() leaves other text as it is", () => {
  expect(formatDate("at %H:%M%n100%% sure", civilTimeAt(3600, UTC)!)).toBe("at 01:00\n100% sure");
});

test.each(["%", "%Q", "%E", "%é"])("formatDate() refuses '%s'", (format) => {
  expect(() => formatDate(format, civilTimeAt(0, UTC)!)).toThrow(LuaError);
});

test("formatDate() writes offsets from UTC with a sign", () => {
  const zone = (minutes: number) => ({ offsetMinutes: () => minutes });
  const at = (minutes: number) => formatDate("%z %Z %H:%M", civilTimeAt(0, zone(minutes))!);
  expect(at(0)).toBe("+0000 UTC 00:00");
  expect(at(330)).toBe("+0530 +0530 05:30");
  expect(at(-570)).toBe("-0930 -0930 14:30");
});
