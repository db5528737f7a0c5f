/**
 * The computer's number, label, version and end. Expected: tweaked.cc, os.
 */
import { expect, test } from "vitest";
import { outputOf, runProgram } from "../run-program.js";

test("os.getComputerID() and os.computerID() give the computer's number", () => {
  const output = outputOf("print(os.getComputerID(), os.computerID())", { computer: { id: 7 } });
  expect(output).toBe("7\t7\n");
});

test("os.setComputerLabel() sets, cuts, cleans and clears the label", () => {
  const output = outputOf(`
    print(os.getComputerLabel())
    os.setComputerLabel("web\\n1") print(os.computerLabel())
    os.setComputerLabel(("x"):rep(40)) print(#os.getComputerLabel())
    os.setComputerLabel() print(select("#", os.getComputerLabel()))`);
  expect(output).toBe("\nweb?1\n32\n0\n");
});

test("os.version() says what CraftOS this is", () => {
  expect(outputOf("print(os.version())")).toBe("CraftOS 1.9\n");
});

test("os.shutdown() ends the program at once with the status given, past pcall", () => {
  const end = (call: string) => runProgram(`pcall(os.shutdown${call}) print("no")`).computer.end;
  expect(end("")).toEqual({ kind: "shutdown", exitStatus: 0 });
  expect(end(", 3")).toEqual({ kind: "shutdown", exitStatus: 3 });
});

test("os.shutdown() takes whole numbers from 0 to 255", () => {
  for (const status of ["256", "-1", "1.5"]) {
    expect(outputOf(`print(pcall(os.shutdown, ${status}))`)).toMatch(/exit status out of range/);
  }
});

test("os.reboot() ends the program as a reboot", () => {
  expect(runProgram("os.reboot()").computer.end).toEqual({ kind: "reboot" });
});

test("what is not there is nil", () => {
  expect(outputOf("print(os.exit, os.getenv, turtle, pocket, commands)")).toBe(
    `${Array(5).fill("nil").join("\t")}\n`,
  );
});
