/**
 * The registry of programs that every computer has.
 */
import { COMPUTER_PROGRAMS } from "./computer-programs.js";
import { FILE_PROGRAMS } from "./file-programs.js";
import { HTTP_PROGRAMS } from "./http-programs.js";
import type { RomProgram } from "./rom-program.js";
import { SHELL_PROGRAMS } from "./shell-programs.js";

/** The programs. */
export const ROM_PROGRAMS: readonly RomProgram[] = [
  ...COMPUTER_PROGRAMS,
  ...FILE_PROGRAMS,
  ...HTTP_PROGRAMS,
  ...SHELL_PROGRAMS,
];
