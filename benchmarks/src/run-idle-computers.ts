/**
 * Prints what computers that wait take, as JSON: `node --expose-gc run-idle-computers.js COUNT`. In a
 * process of its own, so that nothing else is counted.
 */
import { measureIdleComputers } from "./events/kernel-figures.js";

console.log(JSON.stringify(measureIdleComputers(Number(process.argv[2]))));
