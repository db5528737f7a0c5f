/**
 * `craftos-http run`: which program is meant, and that options reach it from everywhere.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runMain } from "../../run-main.js";
import { useTestFolder } from "../../test-folder.js";

const folder = useTestFolder();
const { write } = folder;

describe("run FOLDER", () => {
  test("runs main.lua, or startup.lua", async () => {
    write({ "startup.lua": `print("startup", ...)` });
    expect(await runMain(["run", folder.path, "a"])).toMatchObject({
      status: 0,
      out: "startup\ta\n",
    });
    write({ "main.lua": `print("main", ...)` });
    expect(await runMain(["run", folder.path, "-q"])).toMatchObject({ out: "main\t-q\n" });
  });

  test("runs what the folder's config file names, with its options", async () => {
    write({
      "main.lua": `print("main")`,
      "src/server.lua": `print(fs.exists("public/index.html"), fs.getCapacity("/"))`,
      "public/index.html": "hello",
      "craftos-http.config.json": JSON.stringify({
        main: "src/server.lua",
        run: { ephemeral: true, quota: "1KiB", mount: ["ro:./public:/public"] },
      }),
    });
    expect(await runMain(["run", folder.path])).toMatchObject({ out: "true\t1024\n" });
    const env = { CRAFTOS_HTTP_QUOTA: "2KiB" };
    expect(await runMain(["run", folder.path], { env })).toMatchObject({ out: "true\t2048\n" });
    const args = ["run", "--quota", "4KiB", folder.path];
    expect(await runMain(args, { env })).toMatchObject({ out: "true\t4096\n" });
    expect(await runMain(["run", "--no-config", folder.path])).toMatchObject({ out: "main\n" });
  });

  test("takes a config file from anywhere by --config or CRAFTOS_HTTP_CONFIG", async () => {
    write({ "a/one.lua": `print("one")`, "other.json": `{ "main": "a/one.lua" }` });
    const named = join(folder.path, "other.json");
    expect(await runMain(["run", "--config", named, folder.path])).toMatchObject({ out: "one\n" });
    const env = { CRAFTOS_HTTP_CONFIG: named };
    expect(await runMain(["run", folder.path], { env })).toMatchObject({ out: "one\n" });
  });

  test("does not look for a config file beside a program that is named itself", async () => {
    write({ "main.lua": `print("main")`, "craftos-http.config.json": "no JSON" });
    expect(await runMain(["run", join(folder.path, "main.lua")])).toMatchObject({ out: "main\n" });
    const { status, errors } = await runMain(["run", folder.path]);
    expect(status).toBe(2);
    expect(errors).toMatch(/^error: craftos-http\.config\.json is no JSON: .+\.\n$/);
  });
});

test("an option that comes from the environment is named with its variable when it is wrong", async () => {
  const env = { CRAFTOS_HTTP_MAX_CONNECTIONS: "few" };
  expect(await runMain(["run", folder.path], { env })).toEqual({
    status: 2,
    out: "",
    errors:
      "error: option '--max-connections': 'few' from the environment variable " +
      "CRAFTOS_HTTP_MAX_CONNECTIONS: A whole number of at least 1 is expected.\n",
  });
});

test("a variable that is no option is said to be none, and those of other commands are left alone", async () => {
  write({ "main.lua": "" });
  const env = { CRAFTOS_HTTP_HOSTT: "::1", CRAFTOS_HTTP_REPLAY_OUTPUT: "1" };
  const { status, errors } = await runMain(["run", folder.path], { env });
  expect({ status, errors }).toEqual({
    status: 0,
    errors: "craftos-http: there is no option for the environment variable CRAFTOS_HTTP_HOSTT\n",
  });
});

test("rules of the command line replace those of the config file, and keep their order", async () => {
  const program = `print(http.get("http://127.0.0.1:1/"))`;
  write({
    "main.lua": program,
    "craftos-http.config.json": `{ "run": { "httpDeny": ["*"] } }`,
  });
  const denied = "nil\tDomain not permitted\n";
  const tried = "nil\tCould not connect\n";
  expect(await runMain(["run", folder.path])).toMatchObject({ out: denied });
  expect(await runMain(["run", "--http-allow", "$loopback", folder.path])).toMatchObject({
    out: tried,
  });
  const denyFirst = ["--http-deny", "127.0.0.1", "--http-allow", "$loopback"];
  expect(await runMain(["run", ...denyFirst, folder.path])).toMatchObject({ out: denied });
});
