/**
 * Streamed responses of the command as a process: flat memory, and recordings.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, start, startProgram, writeFiles } from "./command-process.js";
import { ENGINES } from "./engines.js";

const SERVER = `
  local piece = ("x"):rep(65536)
  http.listen(0, function(request, response)
    if request.getURL() == "/stop" then response.close() return true end
    response.write("begin ")
    for i = 1, tonumber(request.getURL():sub(2)) do
      response.write(piece)
      if i % 16 == 0 and not response.flush() then
        print("left")
        return
      end
    end
    response.flush()
    sleep(0.01)
    response.write(" end")
    response.close()
  end)`;

async function begin(address: string): Promise<IncomingMessage> {
  const [response] = (await once(request(address).end(), "response")) as [IncomingMessage];
  return response;
}

async function lengthOf(response: AsyncIterable<Buffer>): Promise<number> {
  let length = 0;
  for await (const chunk of response) length += chunk.length;
  return length;
}

const isLinux = process.platform === "linux";

test.runIf(isLinux).each(ENGINES)(
  "300 MB go out of a process that stays small (%s)",
  async (engine) => {
    const server = startProgram(SERVER, [], ["--engine", engine]);
    const address = await server.address();
    expect(await lengthOf(await begin(`${address}/16`))).toBe(16 * 65536 + 10);
    expect(await lengthOf(await begin(`${address}/4800`))).toBe(4800 * 65536 + 10);
    const status = readFileSync(`/proc/${server.child.pid}/status`, "utf8");
    expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1])).toBeLessThan(250 * 1024);
  },
  60_000,
);

test("a recorded stream is replayed with the same result, and so is one whose client left", async () => {
  const folder = writeFiles({ "server.lua": SERVER });
  const server = start(["run", "--record", "trace.bin", "server.lua"], { cwd: folder });
  const address = await server.address();
  expect(await lengthOf(await begin(`${address}/40`))).toBe(40 * 65536 + 10);
  const slow = await begin(`${address}/4000`);
  slow.pause();
  expect(await lengthOf(await begin(`${address}/3`))).toBe(3 * 65536 + 10);
  slow.destroy();
  await server.says("left");
  await begin(`${address}/stop`);
  expect(await server.ended).toMatchObject({ status: 0 });

  expect(await run(["replay", "trace.bin"], { cwd: folder })).toMatchObject({ status: 0 });
  const changed = SERVER.replace('" end"', '" END"');
  const other = writeFiles({ "changed.lua": changed });
  const replayed = await run(["replay", join(folder, "trace.bin"), join(other, "changed.lua")]);
  expect(replayed).toMatchObject({ status: 1 });
  expect(replayed.stderr).toContain(" END");
});
