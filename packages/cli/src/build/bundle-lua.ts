/**
 * A program and the files that it requires as one file: each file is a function in `package.preload`,
 * where `require` looks first. Source: tweaked.cc, package.
 */

/**
 * Joins files.
 * @param program - the program's Lua
 * @param modules - the Lua of what it requires, by paths from the root: `lib/x.lua`
 * @returns Lua; what the program gets as `...` it still gets
 */
export function bundleLua(program: string, modules: ReadonlyMap<string, string>): string {
  const functions = [...modules].map(([path, text]) => {
    const name = path.replace(/\.lua$/, "").replaceAll("/", ".");
    const quoted = name.replaceAll(/["\\\n\r]/g, (each) => `\\${each.charCodeAt(0)}`);
    return `package.preload["${quoted}"] = function(...)\n${text.trimEnd()}\nend\n`;
  });
  return functions.join("") + program;
}
