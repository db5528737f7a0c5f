/**
 * TLS of the command as a process: its options, certificates that are replaced, broken ones.
 */
import { once } from "node:events";
import { symlinkSync, writeFileSync } from "node:fs";
import { get, Agent } from "node:https";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import tls from "node:tls";
import { generate } from "selfsigned";
import { expect, test } from "vitest";
import { type CommandProcess, run, start, writeFiles } from "./command-process.js";
import { ENGINES } from "./engines.js";

const SERVER = `
  http.listen(0, function(request, response)
    response.write(request.getURL())
    response.close()
  end)`;

async function certificate(name: string): Promise<{ "cert.pem": string; "key.pem": string }> {
  const made = await generate([{ name: "commonName", value: name }], { keyType: "ec" });
  return { "cert.pem": made.cert, "key.pem": made.private };
}

async function addressOf(process: CommandProcess): Promise<string> {
  const [, address = ""] = await process.says(/Listening on (https:\/\/\S+)/);
  return address;
}

async function ask(url: string, agent = new Agent({ rejectUnauthorized: false })): Promise<string> {
  const [response] = (await once(get(url, { agent }), "response")) as [IncomingMessage];
  return await text(response);
}

async function nameOf(address: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = tls.connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return subject.CN;
}

/**
 * Waits until new connections get a certificate: for a moment both are given, and uWebSockets.js, which
 * opens the port anew for it, may reset who is just connecting.
 */
async function named(address: string, name: string): Promise<void> {
  const nameNow = async (): Promise<string | null> => {
    try {
      return await nameOf(address);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ECONNRESET") throw error;
      return null;
    }
  };
  while ((await nameNow()) !== name);
}

const FLAGS = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];

test.each(ENGINES)(
  "SIGHUP replaces the certificate and drops no connection (%s)",
  async (engine) => {
    const folder = writeFiles({ "server.lua": SERVER, ...(await certificate("first")) });
    const process = start(["run", "--engine", engine, ...FLAGS, "server.lua"], { cwd: folder });
    const address = await addressOf(process);
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    expect(await ask(`${address}/1`, agent)).toBe("/1");
    expect(await nameOf(address)).toBe("first");

    for (const [file, contents] of Object.entries(await certificate("second"))) {
      writeFileSync(join(folder, file), contents);
    }
    process.child.kill("SIGHUP");
    await named(address, "second");
    expect(await ask(`${address}/2`, agent)).toBe("/2");

    writeFileSync(join(folder, "cert.pem"), "broken");
    process.child.kill("SIGHUP");
    await process.says(/warning: port \d+ keeps the certificate it has: .*cert\.pem/);
    expect(await nameOf(address)).toBe("second");
    expect(await ask(`${address}/3`, agent)).toBe("/3");
    agent.destroy();
    expect(await process.kill("SIGTERM")).toMatchObject({ status: 0 });
  },
);

/** Opens a port with TLS by files of the computer, and waits. */
const OWN_FILES = `
  http.addListener(0, { tls = { cert = "/certs/cert.pem", key = "certs/key.pem" } })
  os.pullEvent("never")`;

test.each(ENGINES)("a program names files of any of its mounts (%s)", async (engine) => {
  const certs = writeFiles(await certificate("own"));
  const folder = writeFiles({ "server.lua": OWN_FILES });
  const flags = ["--engine", engine, "--mount", `ro:${certs}:certs`];
  const process = start(["run", ...flags, "server.lua"], { cwd: folder });
  const address = await addressOf(process);
  expect(await nameOf(address)).toBe("own");
  for (const [file, contents] of Object.entries(await certificate("renewed"))) {
    writeFileSync(join(certs, file), contents);
  }
  process.child.kill("SIGHUP");
  await named(address, "renewed");
});

test.each(ENGINES)("a program names files that are on no disk (%s)", async (engine) => {
  const made = await certificate("written");
  const folder = writeFiles({
    "server.lua": `
      for name, text in pairs({ ["cert.pem"] = [[${made["cert.pem"]}]], ["key.pem"] = [[${made["key.pem"]}]] }) do
        local file = fs.open("certs/" .. name, "w")
        file.write(text)
        file.close()
      end
      ${OWN_FILES}`,
  });
  const process = start(["run", "--engine", engine, "--ephemeral", "server.lua"], { cwd: folder });
  expect(await nameOf(await addressOf(process))).toBe("written");
});

test("a program is told the same of files outside its mounts, there or not", async () => {
  const outside = writeFiles({ ...(await certificate("outside")), "note.txt": "no certificate" });
  const folder = writeFiles({
    ...(await certificate("own")),
    "server.lua": `
      local function try(path)
        local fault = select(2, pcall(http.addListener, 0, { tls = { cert = path, key = "key.pem" } }))
        print((fault:gsub("'.-'", "'PATH'", 1)))
      end
      local up = ("../"):rep(30)
      for _, name in ipairs({ "cert.pem", "note.txt", "missing.pem" }) do
        try(up .. "${outside}/" .. name) -- leads above the root
        try("/${outside}/" .. name)      -- is looked for in the computer
        try("by-link-" .. name)          -- a link that leads out
        try("by-link/" .. name)          -- a folder that is such a link
      end`,
  });
  symlinkSync(outside, join(folder, "by-link"));
  for (const name of ["cert.pem", "note.txt", "missing.pem"]) {
    symlinkSync(join(outside, name), join(folder, `by-link-${name}`));
  }
  const end = await run(["run", "server.lua"], { cwd: folder });
  expect(end).toMatchObject({ status: 0 });
  const lines = end.stdout.trimEnd().split("\n");
  const said = "Could not open server: The certificate or key 'PATH' cannot be read";
  const others = new Array<string>(3).fill(`${said}: No such file`);
  expect(lines).toEqual([1, 2, 3].flatMap(() => [`${said}: Invalid Path`, ...others]));
});

test("a file that is too large to be a certificate is not read", async () => {
  const folder = writeFiles({
    "large.pem": "x".repeat(1024 * 1024 + 1),
    "server.lua": `http.addListener(0, { tls = { cert = "large.pem", key = "key.pem" } })`,
  });
  const end = await run(["run", "server.lua"], { cwd: folder });
  expect(end).toMatchObject({ status: 1 });
  expect(end.stderr).toContain("'large.pem' cannot be read: it is larger than 1 MiB");
});

test("a broken certificate ends the command before the program begins", async () => {
  const files = { "server.lua": `print("began") ${SERVER}`, ...(await certificate("x")) };
  const folder = writeFiles({ ...files, "key.pem": "broken" });
  expect(await run(["run", ...FLAGS, "server.lua"], { cwd: folder })).toMatchObject({
    ...{ status: 1, stdout: "" },
    stderr:
      "craftos-http: 'cert.pem' and 'key.pem' are not a certificate and its key: PEM files are expected\n",
  });
  const missing = await run(["run", "--tls-cert", "no.pem", "--tls-key", "key.pem", "server.lua"], {
    cwd: folder,
  });
  expect(missing).toMatchObject({ status: 1, stdout: "" });
  expect(missing.stderr).toContain("'no.pem' cannot be read: there is no such file");
});

test("a certificate without a key is wrong usage", async () => {
  const end = await run(["run", "--tls-cert", "cert.pem", "server.lua"]);
  expect(end).toMatchObject({ status: 2 });
  expect(end.stderr).toContain("--tls-cert and --tls-key are needed together");
});
