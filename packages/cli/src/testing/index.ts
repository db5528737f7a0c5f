/**
 * For tests of CraftOS programs: a computer in virtual time that takes scripted events and requests.
 */
export { explore } from "@craftos-http/event-loop/testing";
export { type SimulatedRequest, SimulatedResponse } from "./simulated-engine.js";
export { Simulation, type SimulationOptions } from "./simulation.js";
