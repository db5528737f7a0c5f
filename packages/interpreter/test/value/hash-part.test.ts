/**
 * The hash part of a table, against a model: JavaScript's own map.
 */
import { expect, test } from "vitest";
import { LuaState } from "../../src/lua-state.js";
import { HashPart } from "../../src/value/hash-part.js";
import { IntegerPlaces } from "../../src/value/integer-places.js";
import { LuaTable } from "../../src/value/lua-table.js";
import type { LuaValue } from "../../src/value/lua-value.js";
import { SeededRandom } from "../seeded-random.js";

/** Keys that lie near each other, far apart, at the ends of 32 bits and beyond them, and such as are no integers. */
const LIMIT = 2 ** 31;
const tables = [new LuaTable(), new LuaTable()];

function anyKey(random: SeededRandom): LuaValue {
  switch (random.below(8)) {
    case 0:
      return random.below(40) - 20;
    case 1:
      return random.below(20) * 1024;
    case 2:
      return LIMIT + random.below(10) - 5;
    case 3:
      return -LIMIT + random.below(10) - 5;
    case 4:
      return random.below(20) / 4;
    case 5:
      return random.pick([Infinity, -Infinity, 2 ** 53, 1e300, true, false]);
    case 6:
      return random.pick(tables);
    default:
      return `key ${random.below(20)}`;
  }
}

/** The keys that have a value, by walking over the places. */
function liveKeys(hash: HashPart): LuaValue[] {
  const keys: LuaValue[] = [];
  for (let place = hash.nextPlace(0); place >= 0; place = hash.nextPlace(place + 1)) {
    keys.push(hash.keys[place]);
  }
  return keys;
}

test("HashPart keeps what a map keeps, whatever is assigned, cleared and asked for", () => {
  const random = new SeededRandom();
  const seed = `seed ${random.seed}`;
  for (let round = 0; round < 40; round++) {
    const hash = new HashPart();
    const model = new Map<LuaValue, LuaValue>();
    for (let step = 0; step < 400; step++) {
      const key = anyKey(random);
      const value = random.below(3) === 0 ? undefined : step;
      hash.set(key, value);
      if (value === undefined) model.delete(key);
      else model.set(key, value);
      const other = anyKey(random);
      expect(hash.get(other), seed).toBe(model.get(other));
      expect(hash.liveCount, seed).toBe(model.size);
    }
    const keys = liveKeys(hash);
    expect(new Set(keys), seed).toEqual(new Set(model.keys()));
    expect(keys.length, seed).toBe(model.size);
    for (const key of keys) expect(hash.keys[hash.placeOf(key)], seed).toBe(key);
    const integers = keys.filter((key): key is number => Number.isInteger(key));
    expect(Math.max(0, ...integers), seed).toBeLessThanOrEqual(hash.greatestInteger);
  }
});

test("HashPart finds each of many integers that lie in rows, and none between them", () => {
  const hash = new HashPart();
  for (let i = 0; i < 5000; i++) hash.setNumber(i * 3, i);
  for (let i = 0; i < 5000; i++) {
    expect(hash.getNumber(i * 3)).toBe(i);
    expect(hash.getNumber(i * 3 + 1)).toBeUndefined();
  }
});

function run(source: string): readonly LuaValue[] {
  const state = new LuaState();
  return state.call(state.load(source, "=test"));
}

test("minus zero is the key zero, and is given as it was first written, as in PUC Lua", () => {
  const source =
    "local zero = 0 local t = {} t[-zero] = 1 t[0] = t[0] + 1 local key, value = next(t) return 1 / key, value";
  expect(run(source)).toEqual([-Infinity, 2]);
});

test("a list that is filled while later elements stand in the hash part takes them over", () => {
  expect(
    run(`
      local t = { [0] = "zero", [7] = 7, [5] = 5, [2 ^ 40] = "far", x = 1 }
      for i = 1, 4 do t[#t + 1] = i end
      local first = #t
      t[#t + 1] = 6
      t[#t + 1] = 8
      return first, #t, t[5], t[6], t[7], t[8], t[0], t[2 ^ 40], rawlen(t)`),
  ).toEqual([5, 8, 5, 6, 7, 8, "zero", "far", 8]);
});

test("next() goes on from any key, also when several loops walk one table at once", () => {
  expect(
    run(`
      local t = {}
      for i = 1, 30 do t["k" .. i] = i t[-i] = i t[i / 2 + 100] = i end
      local pairs_seen = 0
      local outer = next(t)
      while outer do
        local inner = next(t)
        while inner do
          pairs_seen = pairs_seen + 1
          if t[inner] > 20 then t[inner] = nil end
          inner = next(t, inner)
        end
        outer = next(t, outer)
      end
      local left = 0
      for _ in next, t do left = left + 1 end
      local ok, problem = pcall(next, t, "never there")
      return pairs_seen, left, ok, problem`),
  ).toEqual([90 + 59 * 60, 60, false, "invalid key to 'next'"]);
});

test("next() stays right when cleared keys are dropped between two walks", () => {
  expect(
    run(`
      local t, sum = {}, 0
      for round = 1, 5 do
        for i = 1, 100 do t["r" .. round .. "." .. i] = i t[-1000 * round - i] = i end
        local key, value = next(t)
        while key do
          sum = sum + value
          t[key] = nil
          key, value = next(t, key)
        end
      end
      return sum, next(t)`),
  ).toEqual([5 * 2 * 5050, undefined]);
});

test("next() goes on where a key is now, not where it was in the hash part", () => {
  expect(
    run(`
      local function count(t)
        local seen, key = 0, next(t)
        while key ~= nil do seen = seen + 1 key = next(t, key) end
        return seen
      end
      local list = {}
      list[3] = 3
      local first = count(list)
      for i = 1, 2 do list[i] = i end
      for i = 4, 6 do list[i] = i end
      list.name, list[-1] = "list", -1
      local record = {}
      record["moved " .. 1] = 1
      local second = count(record)
      record["moved " .. 1] = nil
      load([[local t = ... t["moved 1"] = 1 t.after = 2 t[true] = 3]])(record)
      return first, count(list), second, count(record)`),
  ).toEqual([1, 8, 1, 3]);
});

test("next() goes on from a record's keys into the hash part while keys are cleared and assigned", () => {
  expect(
    run(`
      local t = { a = 1, b = 2, c = 3 }
      for i = 1, 20 do t["made " .. i] = i end
      local visits, sum, key, value = 0, 0, next(t)
      while key do
        visits, sum = visits + 1, sum + value
        if value % 3 == 0 then t[key] = nil else t[key] = value + 1 end
        key, value = next(t, key)
      end
      local left = 0
      for _, now in pairs(t) do left = left + now end
      return visits, sum, left`),
  ).toEqual([23, 216, 216 - (3 + 63) + 16]);
});

test("IntegerPlaces finds keys at any distance from each other in few steps", () => {
  for (const distance of [1, 90, 921, 2697, 15_360, 1024, 65_536, 2_014_208, -1757]) {
    const keys: number[] = [];
    const places = new IntegerPlaces();
    for (let i = 0; i < 1000; i++) {
      keys.push(i * distance);
      places.add(keys, i * distance, i);
    }
    let looks = 0;
    const counted = new Proxy(keys, {
      get: (target, place) => (looks++, target[Number(place)]),
    });
    for (let i = 0; i < 1000; i++) expect(places.find(counted, i * distance)).toBe(i);
    expect(looks, `distance ${distance}`).toBeLessThan(4000);
    expect(places.find(keys, 1000 * distance)).toBe(-1);
  }
});
