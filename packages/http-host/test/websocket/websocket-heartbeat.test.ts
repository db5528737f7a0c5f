/**
 * The watch over silent clients, in time that the test passes by itself.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type HeartbeatMember, WebSocketHeartbeat } from "../../src/engine/websocket-heartbeat.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A client that does nothing by itself. */
function silentMember(log: string[], isPaused = false): HeartbeatMember {
  const member: HeartbeatMember = {
    heartbeat: undefined,
    isHeard: true,
    isPinged: false,
    isPaused,
    ping: () => log.push("ping"),
    terminate: () => {
      log.push("terminate");
      member.heartbeat?.delete(member);
    },
  };
  return member;
}

test("a silent member is pinged, and dropped within the timeout when nothing comes", () => {
  const log: string[] = [];
  const heartbeat = new WebSocketHeartbeat(300);
  heartbeat.add(silentMember(log));
  vi.advanceTimersByTime(199);
  expect(log).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(log).toEqual(["ping"]);
  vi.advanceTimersByTime(100);
  expect(log).toEqual(["ping", "terminate"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("a member that is heard is left alone, and one that answers its ping too", () => {
  const log: string[] = [];
  const member = silentMember(log);
  new WebSocketHeartbeat(300).add(member);
  for (let look = 0; look < 5; look++) {
    vi.advanceTimersByTime(100);
    member.isHeard = true;
  }
  expect(log).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(log).toEqual(["ping"]);
  member.isHeard = true;
  vi.advanceTimersByTime(100);
  expect(log).toEqual(["ping"]);
});

test("a member that is not read at the moment is not dropped", () => {
  const log: string[] = [];
  new WebSocketHeartbeat(300).add(silentMember(log, true));
  vi.advanceTimersByTime(3000);
  expect(log).toEqual([]);
});

test("a member leaves the watch that it is in, also when its port has another by now", () => {
  const former = new WebSocketHeartbeat(300);
  const member = silentMember([]);
  former.add(member);
  new WebSocketHeartbeat(300);
  member.heartbeat?.delete(member);
  expect([member.heartbeat, vi.getTimerCount()]).toEqual([undefined, 0]);
});
