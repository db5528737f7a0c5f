#!/usr/bin/env node
/**
 * The command. Hands over to `main` and leaves with its exit status.
 */
import module from "node:module";
import { commandEntry } from "./command-entry.js";

// From Node 22.8 on, Node keeps what V8 made of the bundle for the next start.
module.enableCompileCache?.();

const { main } = await import(commandEntry());
process.exit(await main(process.argv.slice(2), process));
