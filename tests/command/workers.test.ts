/**
 * `--workers`: several processes that share the ports of one program.
 */
import net from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { canSharePorts } from "@craftos-http/http-host";
import { describe, expect, test } from "vitest";
import {
  commandFile,
  CommandProcess,
  run,
  runProgram,
  startProgram,
  writeFiles,
} from "./command-process.js";
import { SHARING_ENGINES } from "./engines.js";

const SERVER = `
  local index, count = http.getWorker()
  http.listen(tonumber(... or 0), function(request, response)
    local url = request.getURL()
    if url == "/die" then os.shutdown(3) end
    if url == "/slow" then print("working") sleep(0.5) end
    response.write(index, "/", count)
    response.close()
  end)`;

/** Waits until all workers listen. */
async function ready(process: CommandProcess, count: number): Promise<string> {
  const address = await process.address();
  await process.says(new RegExp(`(?:Listening on [^]*){${count}}`));
  return address;
}

async function ask(address: string, path = "/"): Promise<string> {
  return await (await fetch(address + path, { headers: { connection: "close" } })).text();
}

/** Asks until every worker has answered. */
async function untilAllAnswer(address: string, count: number): Promise<void> {
  const seen = new Set<string>();
  while (seen.size < count) seen.add(await ask(address));
  expect([...seen].sort()).toEqual(
    Array.from({ length: count }, (_, index) => `${index + 1}/${count}`),
  );
}

const canShare = process.platform === "linux" && SHARING_ENGINES.length > 0;

describe.runIf(canShare)("--workers", () => {
  test.each(SHARING_ENGINES)(
    "share one port, also port 0, and know which they are (%s)",
    async (engine) => {
      const process = startProgram(SERVER, [], ["--workers", "3", "--engine", engine]);
      await untilAllAnswer(await ready(process, 3), 3);
      expect(process.stderr).toMatch(/^\[1\] Listening on/m);
      expect(await process.kill("SIGTERM")).toMatchObject({ status: 0 });
    },
  );

  test("one that dies is started again on the same port, and the others serve meanwhile", async () => {
    const flags = ["--workers", "2", "--metrics-port", "0"];
    const process = startProgram(SERVER, [], flags);
    const address = await ready(process, 2);
    const [, figures = ""] = await process.says(/figures are on (http:\S+)/);
    const health = figures.replace("metrics", "healthz");
    await untilAllAnswer(address, 2);
    expect((await fetch(health)).status).toBe(200);
    await ask(address, "/die");
    await process.says(/worker [12] ended with status 3; it is started again in 1 s/);
    expect(await (await fetch(health)).text()).toMatch(/^worker [12] does not run\n$/);
    expect(await ask(address)).toMatch(/^[12]\/2$/);
    await ready(process, 3);
    await untilAllAnswer(address, 2);
    const text = await (await fetch(figures)).text();
    for (const worker of [1, 2]) {
      expect(text).toMatch(
        new RegExp(
          `requests_total{method="GET",status="200",outcome="answered",worker="${worker}"} `,
        ),
      );
    }
    expect(await process.kill("SIGTERM")).toMatchObject({ status: 0 });
  });

  test("one that cannot be started again at once is tried again, and the others serve meanwhile", async () => {
    const process = startProgram(
      `if fs.exists("broken") then fs.delete("broken") error("not now") end
      http.listen(0, function(request, response)
        if request.getURL() == "/die" then fs.open("broken", "w").close() os.shutdown(3) end
        response.close()
      end)`,
      [],
      ["--workers", "2"],
    );
    const address = await ready(process, 2);
    await ask(address, "/die").catch(() => undefined);
    await process.says(/worker [12] ended with status 1; it is started again in 2 s/);
    expect(await ask(address)).toBe("");
    await ready(process, 3);
    expect(await process.kill("SIGTERM")).toMatchObject({ status: 0 });
  });

  test("SIGTERM reaches all, and lets requests in flight finish", async () => {
    const process = startProgram(SERVER, [], ["--workers", "2"]);
    const address = await ready(process, 2);
    const answers = Promise.all([1, 2, 3, 4].map(() => ask(address, "/slow")));
    await process.says(/(?:working[^]*){4}/);
    process.child.kill("SIGTERM");
    for (const answer of await answers) expect(answer).toMatch(/^[12]\/2$/);
    expect(await process.ended).toMatchObject({ status: 0 });
    await expect(fetch(address)).rejects.toThrow("fetch failed");
  });

  test.each([
    ["SIGTERM", 0],
    ["SIGINT", 130],
  ] as const)("%s before workers listen to signals ends them (%i)", async (signal, status) => {
    const process = startProgram(SERVER, [], ["--workers", "2", "--metrics-port", "0"]);
    await process.says("figures are on");
    const end = await process.kill(signal);
    expect(end).toMatchObject({ status, stdout: "" });
    expect(end.stderr).toMatch(/^craftos-http: figures are on \S+\n$/);
  });

  test("a second signal ends all at once", async () => {
    const process = startProgram(
      `http.addListener(0) while true do os.pullEventRaw("terminate") print("goes on") end`,
      [],
      ["--workers", "2"],
    );
    const address = await ready(process, 2);
    process.child.kill("SIGTERM");
    await process.says(/(?:goes on[^]*){2}/);
    expect(await process.kill("SIGTERM")).toMatchObject({ status: 143 });
    await expect(fetch(address)).rejects.toThrow("fetch failed");
  });

  test("workers do not outlive a supervisor that is killed", async () => {
    const process = startProgram(SERVER, [], ["--workers", "2"]);
    const address = await ready(process, 2);
    await process.kill("SIGKILL");
    const isOpen = async (): Promise<boolean> =>
      await fetch(address).then(
        () => true,
        () => false,
      );
    while (await isOpen()) await delay(20);
  });

  test("a program that fails before it opens a port is not started again", async () => {
    const end = await runProgram(`error("wrong")`, [], ["--workers", "2"]);
    expect(end).toMatchObject({ status: 1 });
    expect(end.stderr).toMatch(/^\[[12]\] .*program\.lua:1: wrong/m);
    expect(end.stderr).toMatch(
      /^craftos-http: worker [12] ended with status 1 before it opened a port; all are ended$/m,
    );
  });

  test("a program that opens no port ends in each, and so does the command", async () => {
    const end = await runProgram(`print((http.getWorker()))`, [], ["--workers", "2"]);
    expect(end).toMatchObject({ status: 0 });
    expect(end.stdout.split("\n").sort()).toEqual(["", "[1] 1", "[2] 2"]);
  });

  test("a system that has no room for all of them is an error", async () => {
    const file = join(writeFiles({ "program.lua": SERVER }), "program.lua");
    const limited = ["-c", `ulimit -n 40; exec "$0" "$@"`, process.execPath, commandFile];
    const end = await new CommandProcess("bash", [...limited, "run", "--workers", "12", file])
      .ended;
    expect(end).toMatchObject({ status: 1 });
    expect(end.stderr).toMatch(
      /worker \d+ ended with spawn \S+ EMFILE before it opened a port; all are ended/,
    );
  });

  test("a variable of the environment makes no worker", async () => {
    const folder = writeFiles({ "program.lua": "print(http.getWorker())" });
    const env = { CRAFTOS_HTTP_WORKER: "2/4 of 1" };
    const end = await run(["run", "program.lua"], { cwd: folder, env });
    expect(end).toMatchObject({ status: 2, stdout: "" });
    expect(end.stderr).toContain(
      "The variable CRAFTOS_HTTP_WORKER is for processes that --workers",
    );
  });

  test("a port that somebody else has is an error", async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as net.AddressInfo;
    const end = await runProgram(SERVER, [String(port)], ["--workers", "2"]);
    expect(end).toMatchObject({ status: 1 });
    expect(end.stderr).toContain(`Address already in use: 127.0.0.1:${port}`);
    server.close();
  });

  test("the access log on standard output has lines of all, without their numbers", async () => {
    const flags = ["--workers", "2", "--access-log", "-", "--access-log-format", "json"];
    const process = startProgram(SERVER, [], flags);
    const address = await ready(process, 2);
    const answer = await ask(address, "/x");
    const [line] = await process.says(/^\{.*\}$/m);
    expect(JSON.parse(line)).toMatchObject({ target: "/x", worker: Number(answer[0]) });
  });

  test("a run of several cannot be recorded", async () => {
    const end = await runProgram(SERVER, [], ["--workers", "2", "--record", "trace.bin"]);
    expect(end).toMatchObject({ status: 2 });
    expect(end.stderr).toContain("--record cannot be used with --workers");
  });

  test.runIf(!canSharePorts())("node:http without shared ports is refused", async () => {
    const end = await runProgram(SERVER, [], ["--workers", "2", "--engine", "node"]);
    expect(end).toMatchObject({ status: 1 });
    expect(end.stderr).toContain("Several workers cannot share a port with node:http on Node.js v");
  });
});

test("http.getWorker() is the only one without --workers", async () => {
  expect(await runProgram(`print(http.getWorker())`)).toMatchObject({
    status: 0,
    stdout: "1\t1\n",
  });
});
