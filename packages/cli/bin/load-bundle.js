/**
 * Loads the bundle with what V8 made of it in an earlier run, which is kept in the folder for caches
 * of the person who runs it: reading a megabyte and a half of source anew takes longer than all else.
 *
 * From Node 22.1 on, Node does that by itself. Before, it is done here, with the same switch to turn it
 * off: NODE_DISABLE_COMPILE_CACHE. What is kept is good for one file, named in its first line, and
 * one version of V8 with its options; V8 refuses any other. A file that cannot be read or written is
 * done without: it is a matter of time only.
 */
"use strict";
const { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { homedir } = require("node:os");
const { dirname, isAbsolute, join } = require("node:path");
const { Script } = require("node:vm");

/** The first line of each of its files: a comment with the digest of what follows. */
const IDENTITY_CHARS = 66;

/**
 * Loads it.
 *
 * @param file the path of its entry
 * @returns what it exports, and a function that keeps what V8 has made of it, to be called at the end
 */
function loadBundle(file) {
  let keepCode = () => undefined;
  if (typeof Module.enableCompileCache === "function") Module.enableCompileCache();
  else if (!process.env.NODE_DISABLE_COMPILE_CACHE) keepCode = loadCore(coreOf(file));
  return { exports: require(file), keepCode };
}

/** The file with all that it takes to run a program. */
function coreOf(file) {
  return file.replace(/\.cjs$/, "-core.cjs");
}

/**
 * Loads a file as `require` does, with its code.
 *
 * @param file its path
 * @returns keeps its code, if it was not kept
 */
function loadCore(file) {
  // It is ASCII, so that V8 can take it as it is.
  const source = readFileSync(file, "latin1");
  const identity = source.slice(0, IDENTITY_CHARS);
  const codeFile = codeFilePath();
  const cachedData = readCode(codeFile, identity);
  const wrapped = `(function(exports,require,module,__filename,__dirname){${source}\n})`;
  const script = new Script(wrapped, { filename: file, cachedData });
  const core = new Module(file, module);
  core.filename = file;
  // The other files of the bundle are to find this one.
  require.cache[file] = core;
  const requireFrom = Module.createRequire(file);
  const run = script.runInThisContext();
  run.call(core.exports, core.exports, requireFrom, core, file, dirname(file));
  core.loaded = true;
  const isKept = cachedData !== undefined && script.cachedDataRejected === false;
  return () => {
    if (!isKept) writeCode(codeFile, identity, script);
  };
}

/** One file per V8 and processor, so that two that take turns do not write all the time. */
function codeFilePath() {
  const name = `command-${process.versions.v8}-${process.arch}.bin`;
  return join(cacheFolder(process.env), "craftos-http", name);
}

/** Source: the XDG Base Directory Specification, and where other systems keep caches. */
function cacheFolder(env) {
  const { XDG_CACHE_HOME: set } = env;
  if (set !== undefined && isAbsolute(set)) return set;
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  if (process.platform === "win32") return env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  return join(homedir(), ".cache");
}

/** Code that somebody else wrote is not run. */
function isOwn(file) {
  const { uid, mode } = statSync(file);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** The identity stands at both ends: a file that was cut short is none. */
function readCode(file, identity) {
  try {
    const bytes = readFileSync(file);
    const end = bytes.length - identity.length;
    if (bytes.latin1Slice(0, identity.length) !== identity) return undefined;
    if (bytes.latin1Slice(end) !== identity || !isOwn(file)) return undefined;
    return bytes.subarray(identity.length, end);
  } catch {
    return undefined;
  }
}

/** Others may be starting or ending at the same time: they see the old file or the new one. */
function writeCode(file, identity, script) {
  const unfinished = `${file}.${process.pid}`;
  const mark = Buffer.from(identity, "latin1");
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const bytes = Buffer.concat([mark, script.createCachedData(), mark]);
    writeFileSync(unfinished, bytes, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {
    remove(unfinished);
  }
}

function remove(file) {
  try {
    rmSync(file, { force: true });
  } catch {
    // It could not be written either.
  }
}

exports.loadBundle = loadBundle;
