/**
 * Puts the CraftOS environment into an interpreter state: the globals that a program sees. What is
 * not there yet is nil, so that a program finds out as it would on a computer without it.
 */
import type { Computer } from "@craftos-http/event-loop";
import { callValue, type LuaState, LuaTable } from "@craftos-http/interpreter";
import { makeColorLibraries } from "./colors/colors-library.js";
import { type CraftosHost, DEFAULT_HOST_NAME } from "./craftos-host.js";
import { combinePaths, nameOf } from "./files/file-path.js";
import { FileSystem } from "./files/file-system.js";
import { MemoryMount } from "./files/memory-mount.js";
import { FileAccess } from "./fs/file-access.js";
import { makeFsLibrary } from "./fs/fs-library.js";
import { outputGlobals } from "./globals/output.js";
import { makeKeysLibrary } from "./keys/keys-library.js";
import { makeReadNatives } from "./read/read-natives.js";
import { makeRedstoneLibrary } from "./redstone/redstone-library.js";
import { APIS, READ_API, READ_KEYS_API, WRITE_API } from "./rom/apis.js";
import { LuaLibraries } from "./rom/lua-libraries.js";
import { makeRom } from "./rom/make-rom.js";
import { makeRomGlobals, type RomOptions } from "./rom/rom-machine.js";
import { makeIoLibrary } from "./io/io-library.js";
import { defineFunctions, defineGlobals, defineLibrary } from "./native/define-library.js";
import { PeripheralSet } from "./peripheral/peripheral-set.js";
import { peripheralNatives } from "./peripheral/peripheral-natives.js";
import {
  CHANNEL_BROADCAST,
  CHANNEL_REPEAT,
  MAX_ID_CHANNELS,
  RednetDaemon,
} from "./peripheral/rednet-daemon.js";
import { makeOsLibrary } from "./os/os-library.js";
import { makeMultishellLibrary } from "./multishell/multishell-library.js";
import { makeParallelLibrary } from "./parallel/parallel-library.js";
import { CC_REQUIRE_PATH, makeCcRequire } from "./program/cc-require.js";
import { FileLoader, loadFileGlobals } from "./program/load-file.js";
import { osRun } from "./program/os-run.js";
import { loadProgram, type ProgramOptions } from "./program/program.js";
import type { Screen } from "./term/screen.js";
import { makeTermLibrary } from "./term/term-library.js";
import { Terminal } from "./term/terminal.js";
import { makeTextutilsLibrary } from "./textutils/textutils-library.js";

/** The environment of one computer. */
export interface CraftosEnvironment {
  /** What is on its screen: to look at. */
  readonly screen: Screen;

  /**
   * Gives the screen another size, which the program is told by the event `term_resize`.
   * @param width - columns
   * @param height - rows
   */
  resizeScreen(width: number, height: number): void;

  /**
   * Loads a program and boots the computer with it.
   * @param options - which program, with what arguments
   * @returns null, or why the computer was not booted: the file is not there, or is not Lua
   */
  bootProgram(options: ProgramOptions): string | null;

  /**
   * Boots the computer with a ROM, whose folder is mounted at `rom`. The state's globals have the natives
   * of `http` by now.
   * @param options - which ROM, and what it is to do
   * @returns null, or why the computer was not booted: the bios is not Lua
   */
  bootRom(options: RomOptions): string | null;
}

/**
 * Adds CraftOS to the globals of a state.
 * @param state - a state with Lua's libraries
 * @param computer - the computer whose natives they are
 * @param host - the world outside
 */
export function createEnvironment(
  state: LuaState,
  computer: Computer,
  host: CraftosHost,
): CraftosEnvironment {
  const { globals } = state;
  const files = host.files ?? new FileSystem({ disk: new MemoryMount() });
  if (!files.hasMount("rom")) {
    files.mount({ location: "rom", mount: makeRom(), label: "rom", isReadOnly: true });
  }
  const access = new FileAccess(computer, files);
  const loader = new FileLoader(state, access, (path, source) => host.sourceLoaded?.(path, source));
  const libraries = new LuaLibraries(state, loader);
  const ccRequire = makeCcRequire(state, loader);
  loader.giveNatives(CC_REQUIRE_PATH, [ccRequire]);
  const os = makeOsLibrary(computer);
  defineFunctions(os, "os", osRun(loader, globals));
  const terminal = new Terminal(computer, host);
  const termLibrary = makeTermLibrary(terminal);
  const redirectedWrite = libraries.make(WRITE_API);
  const peripherals = new PeripheralSet({
    ...{ computer, files, access },
    host: host.surroundings ?? {},
  });
  for (const peripheral of host.peripherals ?? []) peripherals.attach(peripheral);
  const daemon = new RednetDaemon(computer, peripherals.all);
  const rednet = libraries.make(APIS.rednet, new LuaTable(), daemon.natives());
  defineFunctions(rednet, "rednet", { CHANNEL_BROADCAST, CHANNEL_REPEAT, MAX_ID_CHANNELS });
  const gps = libraries.make(APIS.gps);
  gps.define("CHANNEL_GPS", 65_534);
  const nativePeripheral = defineLibrary("peripheral", peripheralNatives(peripherals.all));
  const redstone = makeRedstoneLibrary();
  const readNatives = makeReadNatives({
    computer,
    host,
    terminal,
    isRedirected: () => termLibrary.isRedirected(),
  });
  if (terminal.isSeen) libraries.make(READ_KEYS_API, globals);
  else libraries.make(READ_API, globals, readNatives);
  defineGlobals(globals, {
    os,
    fs: makeFsLibrary(access),
    ...makeColorLibraries(),
    redstone,
    rs: redstone,
    term: termLibrary.term,
    keys: makeKeysLibrary(),
    settings: libraries.make(APIS.settings),
    vector: libraries.make(APIS.vector),
    peripheral: libraries.make(APIS.peripheral, new LuaTable(), [nativePeripheral]),
    periphemu: defineLibrary("periphemu", peripherals.emulator()),
    disk: libraries.make(APIS.disk),
    rednet,
    gps,
    help: libraries.make(APIS.help),
    window: libraries.make(APIS.window),
    paintutils: libraries.make(APIS.paintutils),
    parallel: makeParallelLibrary(os),
    textutils: libraries.make(APIS.textutils, makeTextutilsLibrary(state), [terminal.isSeen]),
    sleep: os.getString("sleep"),
    _HOST: host.name ?? DEFAULT_HOST_NAME,
    _CC_DEFAULT_SETTINGS: "",
    ...outputGlobals({
      computer,
      host,
      terminal,
      isRedirected: () => termLibrary.isRedirected(),
      writeRedirected: (text) => callValue(redirectedWrite.getString("write"), text),
      writeErrorRedirected: (text) => callValue(redirectedWrite.getString("writeError"), text),
    }),
    ...loadFileGlobals(loader, globals),
  });
  defineGlobals(globals, { io: makeIoLibrary({ computer, host, access, terminal, globals }) });
  return {
    screen: terminal.screen,
    resizeScreen: (width, height) => {
      terminal.resize(width, height);
    },
    bootRom: ({ bios, program }) => {
      const natives = { term: termLibrary.machineTerm, peripheral: nativePeripheral };
      makeRomGlobals(globals, natives, program);
      const loaded = loader.loadSource(bios, "bios.lua", globals);
      if ("problem" in loaded) return loaded.problem;
      // What a ROM prints ends with the cursor in another row, and not with the end of a line.
      computer.onEnd(() => {
        terminal.finishLine();
      });
      computer.boot(loaded.fn);
      return null;
    },
    bootProgram: (options) => {
      daemon.start();
      const running = combinePaths(options.path);
      const multishell = makeMultishellLibrary({
        ...{ computer, os, swapTarget: (target) => termLibrary.swapTarget(target) },
        nativeTarget: termLibrary.nativeTarget,
        title: nameOf(running).replace(/\.lua$/, ""),
      });
      const shell = new LuaTable();
      libraries.make(APIS.shell, shell, [shell, ccRequire, multishell, undefined, running]);
      const loaded = loadProgram(state, loader, { ...options, globals: { shell, multishell } });
      if ("problem" in loaded) return loaded.problem;
      computer.boot(loaded.fn, options.args);
      return null;
    },
  };
}
