/**
 * What a computer has under `/rom`: the environment's own files, read-only. Source: tweaked.cc for the
 * names that programs look for.
 */
import { MemoryMount } from "../files/memory-mount.js";
import type { Mount } from "../files/mount.js";
import { APIS } from "./apis.js";
import { CC_AUDIO_DFPWM } from "./cc-audio-dfpwm.js";
import { CC_COMPLETION } from "./cc-completion.js";
import { CC_EXPECT } from "./cc-expect.js";
import { CC_IMAGE_NFT } from "./cc-image-nft.js";
import { CC_PRETTY } from "./cc-pretty.js";
import { CC_REQUIRE } from "./cc-require.js";
import { CC_SHELL_COMPLETION } from "./cc-shell-completion.js";
import { CC_STRINGS } from "./cc-strings.js";
import { HELP_INTRO, MESSAGES_OF_THE_DAY } from "./rom-texts.js";
import { WEB_MODULES } from "../web/web-modules.js";
import { ROM_PROGRAMS } from "./programs/rom-programs.js";

/** The files, by path. */
const FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values(APIS).map(({ name, source }) => [`apis/${name}.lua`, source]),
  ),
  ...Object.fromEntries(
    ROM_PROGRAMS.flatMap(({ name, folder, source, help }) => [
      [`programs/${folder === undefined ? "" : `${folder}/`}${name}.lua`, source],
      [`help/${name}.txt`, `${help}\n`],
    ]),
  ),
  "help/intro.txt": HELP_INTRO,
  "motd.txt": MESSAGES_OF_THE_DAY,
  "modules/main/cc/audio/dfpwm.lua": CC_AUDIO_DFPWM,
  "modules/main/cc/completion.lua": CC_COMPLETION,
  "modules/main/cc/expect.lua": CC_EXPECT,
  "modules/main/cc/image/nft.lua": CC_IMAGE_NFT,
  "modules/main/cc/pretty.lua": CC_PRETTY,
  "modules/main/cc/require.lua": CC_REQUIRE,
  "modules/main/cc/shell/completion.lua": CC_SHELL_COMPLETION,
  "modules/main/cc/strings.lua": CC_STRINGS,
  ...Object.fromEntries(
    Object.entries(WEB_MODULES).map(([path, source]) => [`modules/main/${path}`, source]),
  ),
};

/** Makes the tree under `/rom`. */
export function makeRom(): Mount {
  return new MemoryMount({ files: FILES });
}
