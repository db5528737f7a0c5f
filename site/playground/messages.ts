/**
 * What the page and the worker that runs its program say to each other. Texts are what people read,
 * not byte strings.
 */

/** A request that a person makes of the program's server. */
export interface PageRequest {
  readonly port: number;
  readonly method: string;
  /** The path with its query. */
  readonly target: string;
  readonly body: string;
}

/** What the page says. */
export type ToWorker =
  /** Comes first, and once. */
  | { readonly kind: "run"; readonly source: string }
  /** A line that the program reads; null at the end of the input. */
  | { readonly kind: "line"; readonly line: string | null }
  | { readonly kind: "request"; readonly request: PageRequest };

/** Where an error is in the program. */
export interface ErrorPlace {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** What the worker says. */
export type FromWorker =
  | { readonly kind: "output"; readonly text: string; readonly isError: boolean }
  /** The program waits for a line. */
  | { readonly kind: "reading" }
  | { readonly kind: "listening"; readonly port: number }
  | {
      readonly kind: "response";
      readonly status: number;
      readonly reason: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly isComplete: boolean;
    }
  | { readonly kind: "refused"; readonly port: number }
  /** How the program ended, in a sentence, and where it failed if it did. */
  | { readonly kind: "ended"; readonly text: string; readonly place?: ErrorPlace };
