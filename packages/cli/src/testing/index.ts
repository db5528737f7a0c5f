/**
 * For tests of CraftOS programs: a computer in virtual time that takes scripted events and requests,
 * from TypeScript and from Lua.
 * @module craftos-http/testing
 */
export { EndlessProgram, explore } from "@craftos-http/event-loop/testing";
export {
  SIMULATION_MODULE,
  type SimulatedSource,
  simulationLibrary,
  type SimulationLibraryOptions,
} from "./lua/simulation-library.js";
export { SimulatedEngine, type SimulatedRequest, SimulatedResponse } from "./simulated-engine.js";
export { ProgramNotSimulable, Simulation, type SimulationOptions } from "./simulation.js";
export {
  type SimulatedAnswer,
  type SimulatedNetwork,
  type SimulatedNetworkOptions,
  type SimulatedOutgoingRequest,
  SimulatedTransport,
} from "./simulated-network.js";
