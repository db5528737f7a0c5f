/**
 * The two ways to start the command: from the files that the compiler wrote, and from the bundle,
 * which is made of them and loads faster.
 */
import { join } from "node:path";
import { expect, test } from "vitest";
import { CommandProcess, rootFolder, writeFiles } from "./command-process.js";

const PROGRAM = `
  http.listen(0, function(request, response)
    response.write("answered")
    response.close()
    error("traced")
  end)
`;

test.each(["main.js", "command-bundle.js"])(
  "dist/%s serves with the default engine and traces errors",
  async (file) => {
    const url = `file://${join(rootFolder, "packages/cli/dist", file)}`;
    const script = `
      const { main } = await import("${url}");
      process.exit(await main(["program.lua"], process));
    `;
    const command = new CommandProcess(process.execPath, ["--input-type=module", "-e", script], {
      cwd: writeFiles({ "program.lua": PROGRAM }),
    });
    const response = await fetch(await command.address());
    expect(await response.text()).toBe("answered");
    await command.says("/program.lua:5: traced");
    await command.says("\t/program.lua:5: in function </program.lua:2>");
    expect(command.stderr).toContain("(uWebSockets.js ");
  },
);
