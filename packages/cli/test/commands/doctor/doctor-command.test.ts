/**
 * `craftos-http doctor`: what it says, and its exit status.
 */
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { runMain } from "../../run-main.js";

test("doctor says what is in use, each on a line with a mark", async () => {
  const { status, out, errors } = await runMain(["doctor", "--port", "0"]);
  expect({ status, errors }).toEqual({ status: 0, errors: "" });
  expect(out).toMatch(/^✓ craftos-http {2}\d+\.\d+\.\d+\n✓ Node\.js {7}v\d+/);
  expect(out).toMatch(/\n[✓!] engine {8}(uWebSockets\.js|node:http)/);
  expect(out).toMatch(/\n[✓!] workers {7}/);
  expect(out).toContain("\n✓ port 0        free on 127.0.0.1\n");
  expect(out).toMatch(/\n[✓!] --user-data {3}/);
  expect(out).toContain("\n✓ TypeScript    programs in TypeScript can be run\n");
});

test("doctor says where the data folder cannot be made", async () => {
  const env = { XDG_DATA_HOME: "/dev/null/data" };
  const { status, out } = await runMain(["doctor", "--port", "0"], { env });
  expect(status).toBe(0);
  expect(out).toContain("\n! --user-data   '/dev/null' is no folder\n");
});

test("doctor ends with status 1 when the port is taken", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { status, out } = await runMain(["doctor", "--port", String(port)]);
  server.close();
  expect(status).toBe(1);
  expect(out).toContain(`✗ port ${port}`);
  expect(out).toContain(`Address already in use: 127.0.0.1:${port}`);
});
