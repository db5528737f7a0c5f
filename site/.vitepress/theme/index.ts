/**
 * The site's theme: VitePress's own, and the page that runs Lua.
 */
import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { defineAsyncComponent } from "vue";

const LuaPlayground = defineAsyncComponent(() => import("../../playground/LuaPlayground.vue"));

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("LuaPlayground", LuaPlayground);
  },
} satisfies Theme;
