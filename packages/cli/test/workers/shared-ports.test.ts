/**
 * Which numbers the ports of workers get.
 */
import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { SharedPorts } from "../../src/workers/shared-ports.js";

const host = "127.0.0.1";

async function taken(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as net.AddressInfo).port;
}

test("port 0 is the same port for all workers, in the order in which each opens them", () => {
  const ports = new SharedPorts();
  const [first, second] = [0, 1].map((nth) => ports.assign(1, { host, port: 0, nth }));
  expect(first).not.toEqual(second);
  expect([1, 0].map((nth) => ports.assign(2, { host, port: 0, nth }))).toEqual([second, first]);
});

test("a worker that comes back gets the ports that it had", () => {
  const ports = new SharedPorts();
  const before = ports.assign(1, { host, port: 0, nth: 0 });
  ports.workerEnded(1);
  expect(ports.assign(1, { host, port: 0, nth: 0 })).toEqual(before);
});

test("a port that somebody else has is refused", async () => {
  const port = await taken();
  expect(new SharedPorts().assign(1, { host, port, nth: 0 })).toEqual({
    code: "ADDRESS_IN_USE",
    details: [`${host}:${port}`],
  });
});

test("a port is looked at only as long as no worker has it", async () => {
  const ports = new SharedPorts();
  const answer = ports.assign(1, { host, port: 0, nth: 0 });
  const port = "port" in answer ? answer.port : 0;
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  onTestFinished(() => {
    server.close();
  });
  expect(ports.assign(2, { host, port, nth: 0 })).toEqual({ port });
  ports.release(1, host, port);
  ports.workerEnded(2);
  expect(ports.assign(3, { host, port, nth: 0 })).toMatchObject({ code: "ADDRESS_IN_USE" });
});
