/**
 * Copies the repository's Markdown to where the site is built from. Links to other files of the
 * repository become links to their pages, or to the repository itself; a link to nothing is an error.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { pages, pagesFolder, rootFolder } from "./site-map.mjs";

/** Where the repository can be read, if that is known: GitHub says so to its workflows. */
const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA } = process.env;
const repositoryUrl =
  GITHUB_REPOSITORY === undefined
    ? undefined
    : `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}`;

const pathOf = new Map(
  pages.flatMap(({ source, path }) => [
    [source, path],
    // A link to a folder means what is written about it.
    ...(source.endsWith("/README.md") ? [[source.slice(0, -"/README.md".length), path]] : []),
  ]),
);
// The page that the repository opens with is not one of the site, which has its own.
pathOf.set("README.md", "index.md");

/** Gives what becomes of a link: its text, or the link to something else. */
function convertLink(source, whole, text, target) {
  if (/^[a-z]+:|^#|^\//.test(target)) return whole;
  const [file, hash] = target.split("#");
  const linked = posix.join(posix.dirname(source), file).replace(/\/$/, "");
  const path = pathOf.get(linked);
  if (path !== undefined) return `[${text}](/${path}${hash === undefined ? "" : `#${hash}`})`;
  if (!existsSync(join(rootFolder, linked))) throw new Error(`${source}: no ${target}`);
  return repositoryUrl === undefined ? text : `[${text}](${repositoryUrl}/${linked})`;
}

/** Converts the links of a page, but not what looks like one in its code. */
function convertPage(source, markdown) {
  return markdown
    .split(/(^```[^]*?^```$)/m)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(/\[([^\]]*)\]\(([^()\s]+)\)/g, (whole, text, target) =>
            convertLink(source, whole, text, target),
          ),
    )
    .join("");
}

/** Writes all pages. */
export function gatherPages() {
  for (const { source, path } of pages) {
    const target = join(pagesFolder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, convertPage(source, readFileSync(join(rootFolder, source), "utf8")));
  }
  cpSync(fileURLToPath(new URL("pages", import.meta.url)), pagesFolder, { recursive: true });
}
