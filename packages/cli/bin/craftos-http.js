#!/usr/bin/env node
/**
 * The command. Hands over to `main` and leaves with its exit status.
 */
import { commandEntry } from "./command-entry.js";

const { main } = await import(commandEntry());
process.exit(await main(process.argv.slice(2), process));
