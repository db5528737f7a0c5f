/**
 * The site's configuration: navigation from the site map, search that needs no server, and a build that
 * fails on dead links.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitepress";
import { headingId } from "../heading-id.mjs";
import { groups, outputFolder, pagesFolder } from "../site-map.mjs";

/** A page's address, from its path. */
function address(path: string): string {
  return `/${path.replace(/(index)?\.md$/, "")}`;
}

/** The pages of the API reference: one for each entry of a package. */
function referencePages(): { text: string; link: string }[] {
  return readdirSync(join(pagesFolder, "api"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .map((file) => ({
      text: file.replace(/(\/index)?\.md$/, "").replace(/^-+/, ""),
      link: address(`api/${file}`),
    }))
    .sort((a, b) => a.text.localeCompare(b.text));
}

/** The path under which the site is served. */
const base = process.env.SITE_BASE ?? "/";

export default defineConfig({
  title: "craftos-http",
  description: "CraftOS programs that answer real HTTP requests",
  base,
  head: [["link", { rel: "icon", href: `${base}icon.svg` }]],
  srcDir: ".cache/pages",
  outDir: outputFolder,
  cacheDir: ".cache/vitepress",
  cleanUrls: true,
  lastUpdated: false,
  markdown: { anchor: { slugify: headingId } },
  themeConfig: {
    outline: [2, 3],
    search: { provider: "local" },
    nav: [
      { text: "Guide", link: "/production" },
      { text: "Commands", link: "/commands" },
      { text: "Compatibility", link: "/compatibility" },
      { text: "API", link: "/api/" },
      { text: "Run Lua here", link: "/playground" },
    ],
    sidebar: [
      ...groups.map(({ text, pages, isCollapsed }) => ({
        text,
        ...(isCollapsed === true && { collapsed: true }),
        items: pages.map(({ title, path }) => ({ text: title, link: address(path) })),
      })),
      { text: "API reference", collapsed: true, items: referencePages() },
    ],
  },
  vite: { build: { chunkSizeWarningLimit: 1500 } },
});
