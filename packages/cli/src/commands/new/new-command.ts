/**
 * `craftos-http new TEMPLATE [FOLDER]`: its arguments and help. What it does is in `write-template.ts`.
 */
import { UsageError } from "../../options/usage-error.js";
import { ExitStatus } from "../../process/exit-status.js";
import { defineCommand } from "../command.js";

/** What there is to begin with. */
const TEMPLATES: Readonly<Record<string, string>> = {
  hello: "a server that says hello",
  "json-api": "a list of tasks behind a JSON API, kept in a file",
  "websocket-chat": "a chat room for browsers, on WebSockets",
  typescript: "a server in TypeScript",
};

const LIST = Object.entries(TEMPLATES)
  .map(([name, description]) => `  ${name.padEnd(16)}${description}`)
  .join("\n");

/** The command. */
export const newCommand = defineCommand({
  name: "new",
  description: "Writes a program to start from into a new folder.",
  arguments: [
    {
      name: "<template>",
      description: "what to start from (see below)",
      completes: Object.keys(TEMPLATES),
    },
    {
      name: "[folder]",
      description: "where to; it is made (default the template's name)",
      completes: "folder",
    },
  ],
  options: {},
  help: `Templates:\n${LIST}\n\nNothing is overwritten: the folder must be new or empty.\n`,
  run: async ({ args: [template = "", folder = template], context }) => {
    if (!Object.hasOwn(TEMPLATES, template)) {
      const names = Object.keys(TEMPLATES).join(", ");
      throw new UsageError(`there is no template '${template}'. There are ${names}.`);
    }
    const { FolderNotUsable, writeTemplate } = await import("./write-template.js");
    const { stdout, stderr } = context.process;
    try {
      const files = writeTemplate(template, folder);
      stdout.write(`${folder}: ${files.join(", ")}\n\n  cd ${folder}\n  npx craftos-http run .\n`);
      return ExitStatus.ok;
    } catch (error) {
      if (!(error instanceof FolderNotUsable)) throw error;
      stderr.write(`craftos-http: ${error.message}\n`);
      return ExitStatus.failed;
    }
  },
});
