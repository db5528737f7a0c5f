/**
 * Declarations for CraftOS programs written in TypeScript.
 * Types only: nothing here exists at run time.
 */
export {};
