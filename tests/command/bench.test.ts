/**
 * `craftos-http bench PROGRAM`: the program is run, put under load, and ended.
 */
import { expect, test } from "vitest";
import { run, start, writeFiles } from "./command-process.js";

const LOAD = ["bench", "--json", "--warmup", "0", "-c", "2", "-n", "20"];

const SERVER = `
print("started", ...)
http.listen(0, function(request, response)
  if request.getURL() == "/bad" then error("on purpose") end
  response.write(request.getURL())
  response.close()
end)
`;

test.each(["uws", "node"])(
  "a program is run with %s, and ended when all is done",
  async (engine) => {
    const cwd = writeFiles({ "main.lua": SERVER });
    const end = await run([...LOAD, "--engine", engine, "--path", "/a?b=c"], { cwd });
    expect(end).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(end.stdout)).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/a\?b=c$/) as string,
      ...{ requests: 20, statuses: { 200: 20 }, failed: 0 },
    });
  },
);

test("messages are sent to a program's WebSockets", async () => {
  const cwd = writeFiles({
    "main.lua": `http.websocketServer(0)
local handles = {}
while true do
  local event, first, second = os.pullEvent()
  if event == "websocket_server_connect" then
    handles[second.clientID] = second
  elseif event == "websocket_server_message" then
    handles[first].send(handles[first].getURL() .. second)
  end
end`,
  });
  const end = await run([...LOAD, "--websocket", "--path", "/a", "--body", "b"], { cwd });
  expect(end).toMatchObject({ status: 0, stderr: "" });
  expect(JSON.parse(end.stdout)).toMatchObject({
    url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/a$/) as string,
    ...{ messages: 20, failed: 0 },
  });
});

test("what the program says is shown when requests failed", async () => {
  const cwd = writeFiles({ "main.lua": SERVER });
  const end = await run([...LOAD, "--path", "/bad"], { cwd });
  expect(end.status).toBe(1);
  expect(JSON.parse(end.stdout)).toMatchObject({ statuses: { 500: 20 }, failed: 20 });
  expect(end.stderr).toMatch(
    /^\nThe program said:\nGET \/bad: the callback failed, answered 500\n\/main\.lua:4: on purpose\n/,
  );
});

test("a program that opens no port is said, with what it says", async () => {
  const cwd = writeFiles({ "main.lua": `error("broken")`, "wait.lua": `os.pullEvent("never")` });
  const broken = await run([...LOAD], { cwd });
  expect(broken).toMatchObject({ status: 1, stdout: "" });
  expect(broken.stderr).toMatch(
    /^craftos-http: the program ended with status 1 before it opened a port\. It said:\n\/main\.lua:1: broken\n/,
  );
  expect(await run([...LOAD, "--start-timeout", "500ms", "wait.lua"], { cwd })).toMatchObject({
    status: 1,
    stdout: "",
    stderr: "craftos-http: the program has opened no port in 0.5 s.\n",
  });
});

test("Ctrl+C ends it, and the program", async () => {
  const cwd = writeFiles({ "main.lua": SERVER });
  const command = start(["bench", "--warmup", "0", "-d", "1m"], { cwd });
  const [, address = ""] = await command.says(/^GET (\S+): 60 s, 50 connections\n/);
  expect(await command.kill("SIGINT")).toMatchObject({ status: 130, stderr: "" });
  await expect(fetch(address)).rejects.toThrow();
});
