/**
 * Which files of this repository are pages of the site, where, and in which order the side bar has them.
 * A new page of docs/ appears by itself.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const rootFolder = fileURLToPath(new URL("..", import.meta.url));

/** Where the pages are gathered before they are built. */
export const pagesFolder = fileURLToPath(new URL(".cache/pages", import.meta.url));

/** Where the site is built. */
export const outputFolder = fileURLToPath(new URL("dist", import.meta.url));

/**
 * A page: a Markdown file of the repository, and its path on the site without a slash in front.
 *
 * @param {string} source the file's path in the repository
 */
function page(source) {
  const path = source
    .replace(/^docs\//, "")
    .replace(/^packages\/([^/]+)\/README\.md$/, "packages/$1.md")
    .replace(/README\.md$/, "index.md")
    .replace(/^[A-Z]+\.md$/, (name) => name.toLowerCase());
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(rootFolder, source), "utf8")) ?? [];
  if (title === undefined) throw new Error(`${source} has no title`);
  return { source, path, title };
}

function markdownIn(folder) {
  return readdirSync(join(rootFolder, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}

const guide = ["docs/production.md", "docs/deployment.md", "docs/operating.md"];
const reference = ["compatibility", "limits", "http-conformance", "lua-suites", "performance"].map(
  (name) => `docs/${name}.md`,
);
const order = ["commands", "web", "typescript", "files", "record-and-replay"].map(
  (name) => `docs/${name}.md`,
);
const others = markdownIn("docs").filter((source) => ![...guide, ...reference].includes(source));
const place = (source) => (order.includes(source) ? order.indexOf(source) : order.length);

/** The side bar: groups of pages. */
export const groups = [
  { text: "In production", pages: guide.filter((source) => existsSync(join(rootFolder, source))) },
  { text: "Using it", pages: others.sort((a, b) => place(a) - place(b)) },
  { text: "Reference", pages: reference },
  {
    text: "Packages",
    isCollapsed: true,
    pages: readdirSync(join(rootFolder, "packages")).map((name) => `packages/${name}/README.md`),
  },
  {
    text: "The project",
    isCollapsed: true,
    pages: [
      ...["ARCHITECTURE.md", "CONTRIBUTING.md", "benchmarks/README.md", "examples/README.md"],
      "docs/decisions/README.md",
      ...markdownIn("docs/decisions").filter((source) => !source.endsWith("/README.md")),
    ],
  },
].map((group) => ({ ...group, pages: group.pages.map(page) }));

/** All pages that come from the repository. */
export const pages = groups.flatMap((group) => group.pages);
