/**
 * What an import of a Vue file is, for TypeScript: Vite compiles them.
 */
declare module "*.vue" {
  import type { Component } from "vue";
  const component: Component;
  export default component;
}
