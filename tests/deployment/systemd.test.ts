/**
 * The unit for systemd: systemd itself finds nothing wrong with it and rates how exposed it is, and the
 * command in it is one that the command understands. Skipped, and said so, where there is no systemd.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CommandProcess, rootFolder } from "../command/command-process.js";

const unit = readFileSync(join(rootFolder, "deploy/systemd/craftos-http.service"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "craftos-http-systemd-"));
// It has to name a program that is there.
const file = join(folder, "my-server.service");
writeFileSync(file, unit.replace("/usr/bin/node", process.execPath));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function analyze(...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync("systemd-analyze", args, { encoding: "utf8" });
  return { status, text: stdout + stderr };
}

const version = Number(/systemd (\d+)/.exec(analyze("--version").text)?.[1] ?? 0);
const isMissing = version < 250;
if (isMissing) {
  console.log("skipped: the systemd unit (no systemd-analyze of version 250 or later on the PATH)");
}

test.skipIf(isMissing)("systemd finds nothing wrong with the unit", () => {
  expect(analyze("verify", file)).toEqual({ status: 0, text: "" });
});

test.skipIf(isMissing)("systemd finds what is wrong", () => {
  const wrong = join(folder, "wrong.service");
  writeFileSync(wrong, unit.replace("ProtectSystem=strict", "ProtectSystem=strictly"));
  expect(analyze("verify", wrong).text).toContain("strictly");
});

test.skipIf(isMissing)("systemd rates its exposure below 1.5 of 10", () => {
  const { status, text } = analyze("security", "--offline=true", "--threshold=15", file);
  expect(status, text).toBe(0);
});

test("the unit's command serves the program of its folder, from a folder that is only its state's", async () => {
  const app = join(folder, "app");
  const state = join(folder, "state");
  mkdirSync(join(app, "node_modules"), { recursive: true });
  mkdirSync(state);
  symlinkSync(join(rootFolder, "packages/cli"), join(app, "node_modules/craftos-http"));
  writeFileSync(
    join(app, "main.lua"),
    `http.listen(0, function(request, response)
      local file = fs.open("state.txt", "w")
      file.write("kept")
      file.close()
      response.write("served")
      response.close()
    end)`,
  );
  const [, line = ""] = /^ExecStart=\/usr\/bin\/node (.*)$/m.exec(unit) ?? [];
  const args = line
    .replace("${STATE_DIRECTORY}", state)
    .replace("--metrics-port 9100", "--metrics-port 0")
    .replace("0.0.0.0", "127.0.0.1")
    .split(" ");
  const server = new CommandProcess(process.execPath, args, { cwd: app });
  const response = await fetch(await server.address());
  expect(await response.text()).toBe("served");
  expect(readFileSync(join(state, "state.txt"), "utf8")).toBe("kept");
  await server.kill("SIGTERM");
  expect(await server.ended).toMatchObject({ status: 0 });
});
