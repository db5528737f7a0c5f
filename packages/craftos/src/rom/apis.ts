/**
 * The libraries that are written in Lua, by name. Source: tweaked.cc for what there is in each.
 */
import { PAINTUTILS_API } from "../paintutils/paintutils-source.js";
import { DISK_API } from "../peripheral/disk-source.js";
import { PERIPHERAL_API } from "../peripheral/peripheral-source.js";
import { GPS_API } from "../peripheral/gps-source.js";
import { REDNET_API } from "../peripheral/rednet-source.js";
import { READ_KEYS } from "../read/read-keys-source.js";
import { READ } from "../read/read-source.js";
import { HELP_API } from "../shell/help-source.js";
import { SHELL_API } from "../shell/shell-source.js";
import { SETTINGS_API } from "../settings/settings-source.js";
import { REDIRECTED_WRITE } from "../term/redirected-write-source.js";
import { TEXTUTILS_API } from "../textutils/textutils-source.js";
import { VECTOR_API } from "../vector/vector-source.js";
import { WINDOW_API } from "../window/window-source.js";
import type { LuaLibrarySource } from "./lua-libraries.js";

/** The libraries. */
export const APIS = {
  disk: {
    name: "disk",
    source: DISK_API,
    functions: [
      ...["eject", "getAudioTitle", "getID", "getLabel", "getMountPath", "hasAudio", "hasData"],
      ...["isPresent", "playAudio", "setLabel", "stopAudio"],
    ],
  },
  gps: { name: "gps", source: GPS_API, functions: ["locate"] },
  help: {
    name: "help",
    source: HELP_API,
    functions: ["completeTopic", "lookup", "path", "setPath", "topics"],
  },
  paintutils: {
    name: "paintutils",
    source: PAINTUTILS_API,
    functions: [
      ...["drawBox", "drawFilledBox", "drawImage", "drawLine", "drawPixel"],
      ...["loadImage", "parseImage"],
    ],
  },
  peripheral: {
    name: "peripheral",
    source: PERIPHERAL_API,
    functions: [
      ...["call", "find", "getMethods", "getName", "getNames", "getType", "hasType"],
      ...["isPresent", "wrap"],
    ],
  },
  rednet: {
    name: "rednet",
    source: REDNET_API,
    functions: [
      ...["broadcast", "close", "host", "isOpen", "lookup", "open", "receive", "run", "send"],
      "unhost",
    ],
  },
  settings: {
    name: "settings",
    source: SETTINGS_API,
    functions: [
      ...["clear", "define", "get", "getDetails", "getNames", "load", "save", "set"],
      ...["undefine", "unset"],
    ],
  },
  shell: {
    name: "shell",
    source: SHELL_API,
    functions: [
      ...["aliases", "clearAlias", "complete", "completeProgram", "dir", "execute", "exit"],
      ...["getCompletionInfo", "getRunningProgram", "openTab", "path", "programs", "resolve"],
      ...["resolveProgram", "run", "setAlias", "setCompletionFunction", "setDir", "setPath"],
      "switchTab",
    ],
  },
  textutils: {
    name: "textutils",
    source: TEXTUTILS_API,
    functions: ["complete", "pagedPrint", "pagedTabulate", "slowPrint", "slowWrite", "tabulate"],
  },
  vector: { name: "vector", source: VECTOR_API, functions: ["new"] },
  window: { name: "window", source: WINDOW_API, functions: ["create"] },
} as const satisfies Readonly<Record<string, LuaLibrarySource>>;

/** A part of the environment that is written in Lua and is not a file under `/rom`. */
export const WRITE_API: LuaLibrarySource = {
  name: "write",
  source: REDIRECTED_WRITE,
  functions: ["write", "writeError"],
};

/** As {@link WRITE_API}. */
export const READ_API: LuaLibrarySource = { name: "read", source: READ, functions: ["read"] };

/** As {@link READ_API}, where there is a keyboard. */
export const READ_KEYS_API: LuaLibrarySource = { ...READ_API, source: READ_KEYS };
