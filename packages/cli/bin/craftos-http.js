#!/usr/bin/env node
/**
 * The command. Hands over to `dist/main.js` and leaves with its exit status.
 */
import { main } from "../dist/main.js";

process.exit(await main(process.argv.slice(2), process));
