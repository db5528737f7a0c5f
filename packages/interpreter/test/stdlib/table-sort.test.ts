/**
 * `table.sort` against PUC Lua 5.2, comparison by comparison.
 */
import { describe, it } from "vitest";
import { SeededRandom } from "../seeded-random.js";
import { expectSameOutput, expectSameResults } from "./compare-with-puc.js";

describe("table.sort", () => {
  it("sorts numbers, strings and values with an order of their own", () => {
    expectSameResults(
      [
        "sorted({})",
        "sorted({1})",
        "sorted({2, 1})",
        "sorted({3, 1, 2})",
        "sorted({5, 2, 8, 1, 9, 3, 7, 3, 3})",
        "sorted({1/0, -1/0, 0, 1e300, -5})",
        "sorted({'b', 'a', 'B', '', 'aa', '\\200', '\\0'})",
        "sorted({5, 2, 8}, function(a, b) return a > b end)",
        "sorted({'b', 'a', 'c'}, function(a, b) return a > b end)",
        "sorted({3, 2, 1}, nil)",
        "sorted(boxes(5, 2, 8, 1, 2))",
        "sorted({1, 2, 3, 4}, function() return false end)",
        "sorted({1, 2, 3, 4}, function() return nil end)",
        "sorted({1, 2, 3, 4}, function() end)",
        "sorted({3, 1, 2}, math.max)",
        "sorted(setmetatable({3, 2, 1}, {__len = function() return 2 end}))",
        "sorted({3, 1, nil, 2}, function(a, b) return (a or 0) < (b or 0) end)",
      ],
      `local Box = {__lt = function(a, b) return a.v < b.v end, __tostring = function(b) return "<" .. b.v .. ">" end}
       function boxes(...) local t = {...} for i, v in ipairs(t) do t[i] = setmetatable({v = v}, Box) end return t end
       function sorted(t, f) table.sort(t, f) local l = {} for i = 1, #t do l[i] = tostring(t[i]) end return table.concat(l, " ") end`,
    );
  });

  it("rejects wrong arguments and values in PUC's words", () => {
    expectSameResults([
      "table.sort()",
      "table.sort(nil)",
      "table.sort('x')",
      "table.sort({}, 1)",
      "table.sort({1, 2}, {})",
      "table.sort({1, 2}, 'x')",
      "table.sort({1, 'x'})",
      "table.sort({'x', 1})",
      "table.sort({1, 2, 'x', 3})",
      "table.sort({{}, {}})",
      "table.sort({true, false})",
      "table.sort({1, nil, 3})",
      "table.sort({1, 2, 3}, function() error('inside', 0) end)",
      "table.sort({1, 2, 3}, function(a, b) return a.x < b end)",
      "table.sort(setmetatable({1}, {__len = function() return 3 end}))",
    ]);
  });

  it("finds comparators that are no order where PUC finds them", () => {
    const sizes = [1, 2, 3, 4, 5, 6, 10, 50];
    expectSameResults(
      sizes.flatMap((size) => [
        `table.sort(list(${size}), function() return true end)`,
        `table.sort(list(${size}), function(a, b) return a <= b end)`,
        `table.sort(list(${size}), function(a, b) return a ~= b end)`,
        `table.sort(list(${size}, 1), function(a, b) return a <= b end)`,
        `table.sort(list(${size}, 1), function(a, b) return true end)`,
      ]),
      "function list(n, v) local t = {} for i = 1, n do t[i] = v or i end return t end",
    );
  });

  it("makes the same comparisons as PUC and leaves equal elements in the same order", () => {
    const random = new SeededRandom();
    const cases: string[] = [];
    for (let size = 0; size < 60; size++) {
      const values = Array.from({ length: size }, () => random.below(1 + random.below(40)));
      const list = values.map((value, i) => `{${value}, ${i}}`).join(", ");
      cases.push(`
        local t, calls = {${list}}, {}
        table.sort(t, function(a, b)
          calls[#calls + 1] = a[2] .. "<" .. b[2]
          return a[1] < b[1]
        end)
        for i, v in ipairs(t) do t[i] = v[1] .. ":" .. v[2] end
        print(table.concat(t, " "), table.concat(calls, " "))`);
    }
    expectSameOutput(
      cases.map((text) => `do ${text} end`).join("\n"),
      `CRAFTOS_TEST_SEED=${random.seed}`,
    );
  });

  it("sorts random lists of numbers and of strings", () => {
    const random = new SeededRandom();
    const cases: string[] = [];
    for (let size = 0; size < 120; size += 1 + random.below(8)) {
      const numbers = Array.from({ length: size }, () => random.below(100) - 50);
      const strings = numbers.map((n) => `"${"ab".repeat(random.below(3))}${n}"`);
      cases.push(
        `do local t = {${numbers.join()}} table.sort(t) print(table.concat(t, " ")) end`,
        `do local t = {${strings.join()}} table.sort(t) print(table.concat(t, " ")) end`,
      );
    }
    expectSameOutput(cases.join("\n"), `CRAFTOS_TEST_SEED=${random.seed}`);
  });

  it("sorts lists with NaN without hanging or losing elements", () => {
    expectSameOutput(`
      for size = 1, 30 do
        local t = {}
        for i = 1, size do t[i] = i % 3 == 0 and 0/0 or (i * 7) % 11 end
        print(pcall(table.sort, t))
        local numbers, nans = {}, 0
        for i = 1, size do if t[i] ~= t[i] then nans = nans + 1 else numbers[#numbers + 1] = t[i] end end
        print(#t, nans, table.concat(numbers, " "))
      end
    `);
  });

  it("stands a comparator that changes the list", () => {
    expectSameOutput(`
      local t = {}
      for i = 1, 20 do t[i] = (i * 7) % 20 end
      print((pcall(table.sort, t, function(a, b) t[#t + 1] = 99 return a < b end)))
    `);
  });

  it("sorts a hundred thousand elements", () => {
    expectSameOutput(`
      local t, seed = {}, 42
      for i = 1, 100000 do seed = (seed * 1103515245 + 12345) % 2147483648 t[i] = seed end
      local u = {table.unpack(t, 1, 1000)}
      table.sort(t)
      table.sort(u, function(a, b) return a > b end)
      for i = 2, #t do assert(t[i - 1] <= t[i]) end
      for i = 2, #u do assert(u[i - 1] >= u[i]) end
      print(t[1], t[50000], t[100000], u[1], u[1000])
    `);
  });
});
