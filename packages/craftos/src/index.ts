/**
 * The CraftOS environment's public entry: the globals that a program sees, and the file system behind
 * them. Knows nothing of the network or of Node; the command hands it the http natives, and
 * `@craftos-http/craftos/node` has folders on a disk.
 * @module @craftos-http/craftos
 */
export { type CraftosHost, DEFAULT_HOST_NAME, type HostScreen } from "./craftos-host.js";
export { type CraftosEnvironment, createEnvironment } from "./create-environment.js";
export { FileError, FileProblem } from "./files/file-error.js";
export { type FileAttributes, FileSystem, type FileSystemOptions } from "./files/file-system.js";
export type { MountOptions } from "./files/mount-tree.js";
export { OPEN_FILES_MAX } from "./files/open-files.js";
export { MemoryMount, type MemoryMountOptions } from "./files/memory-mount.js";
export type { FileInfo, Mount, OpenFile, WriteMode } from "./files/mount.js";
export { OverlayMount } from "./files/overlay-mount.js";
export { LocalModems } from "./peripheral/modem-transport.js";
export type {
  ModemMember,
  ModemPacket,
  ModemTransport,
  Position,
} from "./peripheral/modem-transport.js";
export { type PeripheralHost, PeripheralProblem } from "./peripheral/peripheral.js";
export { type AttachedPeripheral, PERIPHERAL_TYPES } from "./peripheral/peripheral-set.js";
export type { ProgramOptions } from "./program/program.js";
export { ROM_AUTORUN, ROM_AUTORUN_PATH, type RomOptions } from "./rom/rom-machine.js";
export type { Rgb } from "./term/palette.js";
export { Screen, type ScreenRow } from "./term/screen.js";
