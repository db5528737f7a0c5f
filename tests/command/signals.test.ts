/**
 * What Ctrl+C and SIGTERM do to a program.
 */
import net from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startProgram } from "./command-process.js";

/** A program that says which events it gets and carries on. */
const STUBBORN = `
  print("ready")
  while true do
    print((os.pullEventRaw()))
  end
`;

const SERVER = `
  http.listen(0, function(request, response)
    if request.getURL() == "/slow" then
      print("working")
      sleep(0.5)
    end
    response.write("answered")
    response.close()
  end)
  print("closed")
`;

/** Whether a server accepts connections. */
async function accepts(address: string): Promise<boolean> {
  const { hostname, port } = new URL(address);
  const socket = net.connect(Number(port), hostname);
  return await new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).finally(() => socket.destroy());
}

describe("Ctrl+C", () => {
  test("is the event terminate", async () => {
    const process = startProgram(`
      print("ready")
      print(pcall(os.pullEvent))
      print("cleaned up")
    `);
    await process.says("ready");
    expect(await process.kill("SIGINT")).toMatchObject({
      status: 0,
      stdout: "ready\nfalse\tTerminated\ncleaned up\n",
      stderr: "",
    });
  });

  test("ends a program that does nothing about it", async () => {
    const process = startProgram(`print("ready") sleep(1000)`);
    await process.says("ready");
    expect(await process.kill("SIGINT")).toMatchObject({ status: 1, stderr: "Terminated\n" });
  });

  test("counts once when it arrives twice at the same time", async () => {
    const process = startProgram(STUBBORN);
    await process.says("ready");
    process.child.kill("SIGINT");
    process.child.kill("SIGINT");
    await process.says("terminate");
    await delay(200);
    expect(process.stdout).toBe("ready\nterminate\n");
    expect(process.child.exitCode).toBeNull();
  });

  test("ends the program at once the second time", async () => {
    const process = startProgram(STUBBORN);
    await process.says("ready");
    process.child.kill("SIGINT");
    await process.says("terminate");
    await delay(150);
    expect(await process.kill("SIGINT")).toMatchObject({ status: 130 });
  });

  test("ends a program that computes at once the second time", async () => {
    const process = startProgram(`print("ready") while true do end`);
    await process.says("ready");
    process.child.kill("SIGINT");
    // Signals are noticed between slices, of which the first lasts a second while nothing else could come.
    await delay(1300);
    expect(await process.kill("SIGINT")).toMatchObject({ status: 130 });
  });

  test("stops http.listen, which closes its port", async () => {
    const process = startProgram(SERVER);
    const address = await process.address();
    expect(await (await fetch(address)).text()).toBe("answered");
    expect(await process.kill("SIGINT")).toMatchObject({ status: 1 });
    await expect(fetch(address)).rejects.toThrow("fetch failed");
  });
});

describe("SIGTERM", () => {
  test("lets requests in flight finish, closes the ports at once, and ends with 0", async () => {
    const process = startProgram(SERVER);
    const address = await process.address();
    const slow = fetch(`${address}/slow`);
    await process.says("working");
    process.child.kill("SIGTERM");
    while (await accepts(address)) await delay(5);
    expect(await (await slow).text()).toBe("answered");
    expect(await process.ended).toMatchObject({ status: 0, stdout: "working\nclosed\n" });
  });

  test("lets requests that are events be answered", async () => {
    const process = startProgram(`
      http.addListener(0)
      local _, _, _, response = os.pullEvent("http_request")
      print("working")
      sleep(0.3)
      response.write("late")
      response.close()
      os.pullEvent("never")
    `);
    const answer = fetch(await process.address());
    await process.says("working");
    process.child.kill("SIGTERM");
    expect(await (await answer).text()).toBe("late");
    expect(await process.ended).toMatchObject({ status: 0, stderr: expect.any(String) as unknown });
  });

  test("gives what is in flight only so long", async () => {
    const process = startProgram(
      `http.listen(0, function(request, response)
        response.write("begun")
        response.flush()
        while true do sleep(1) end
      end)`,
      [],
      ["--grace", "300ms"],
    );
    const response = await fetch(await process.address());
    process.child.kill("SIGTERM");
    await expect(response.text()).rejects.toThrow("terminated");
    expect(await process.ended).toMatchObject({ status: 0 });
  });

  test("queues terminate, so that a program can clean up", async () => {
    const process = startProgram(`
      print("ready")
      repeat local event = os.pullEventRaw() until event == "terminate"
      print("cleaned up")
      os.shutdown(5)
    `);
    await process.says("ready");
    expect(await process.kill("SIGTERM")).toMatchObject({
      status: 5,
      stdout: "ready\ncleaned up\n",
    });
  });

  test("ends a program that goes on, after a while", async () => {
    const process = startProgram(STUBBORN, [], ["--shutdown-timeout", "300ms"]);
    await process.says("ready");
    expect(await process.kill("SIGTERM")).toMatchObject({ status: 0 });
    expect(process.stdout).toContain("terminate");
  });

  test("ends a program that reboots", async () => {
    const process = startProgram(`print("ready") os.pullEventRaw("terminate") os.reboot()`);
    await process.says("ready");
    expect(await process.kill("SIGTERM")).toMatchObject({ status: 0, stdout: "ready\n" });
  });

  test("ends it at once the second time", async () => {
    const process = startProgram(STUBBORN);
    await process.says("ready");
    process.child.kill("SIGTERM");
    await process.says("terminate");
    expect(await process.kill("SIGTERM")).toMatchObject({ status: 143 });
  });
});
