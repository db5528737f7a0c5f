/**
 * Mends the pages that TypeDoc writes: it numbers some headings as if their names came twice, where they
 * come once, and links to what is not there.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { headingId } from "./heading-id.mjs";
import { pagesFolder } from "./site-map.mjs";

/** The ids of a page's headings; of several that are alike the later ones have numbers. */
function idsOf(markdown) {
  const counts = new Map();
  const ids = new Set();
  for (const [, heading] of markdown.matchAll(/^#+ (.+)$/gm)) {
    const id = headingId(heading.replaceAll("\\", ""));
    const count = counts.get(id) ?? 0;
    counts.set(id, count + 1);
    ids.add(count === 0 ? id : `${id}-${count}`);
  }
  return ids;
}

/** Takes the number off links to headings that have none. */
export function mendReference() {
  const folder = join(pagesFolder, "api");
  const pages = new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md"))
      .map((file) => [join(folder, file), readFileSync(join(folder, file), "utf8")]),
  );
  const ids = new Map([...pages].map(([file, markdown]) => [file, idsOf(markdown)]));
  for (const [file, markdown] of pages) {
    const mended = markdown.replace(/\]\(([^()#]*)#([^()]+)-\d+\)/g, (whole, target, plain) => {
      const known = ids.get(target === "" ? file : join(dirname(file), target));
      const isThere = known === undefined || known.has(/#([^)]+)/.exec(whole)[1]);
      return isThere || !known.has(plain) ? whole : `](${target}#${plain})`;
    });
    if (mended !== markdown) writeFileSync(file, mended);
  }
}
