/**
 * The benchmarks' entry points are `bench-lua.ts` and `bench-http.ts`.
 */
export {};
