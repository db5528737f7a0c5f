/**
 * What workers and their supervisor say to each other.
 */
import type { HostErrorCode } from "@craftos-http/http-host";

/** A worker wants to open a port. */
export interface PortQuestion {
  readonly host: string;
  /** 0 for any. */
  readonly port: number;
  /** Which of its ports with number 0 it is, from 0: those of all workers are the same port. */
  readonly nth: number;
}

/** The number that the port is to have, or why it cannot be opened. */
export type PortAnswer =
  { readonly port: number } | { readonly code: HostErrorCode; readonly details: readonly string[] };

/** What comes on the pipe for ports. */
export type PortMessage =
  | { readonly question: PortQuestion }
  | { readonly release: { readonly host: string; readonly port: number } };

/** Figures of one worker, as prom-client gives them, and what is wrong with it. */
export interface FiguresAnswer {
  readonly figures: readonly unknown[];
  readonly problem: string | undefined;
}

/** What a worker sends. */
export type WorkerMessage =
  | { readonly kind: "lines"; readonly text: string }
  | { readonly kind: "figures"; readonly id: number; readonly figures: FiguresAnswer };

/** What a supervisor sends: it wants figures. */
export interface SupervisorMessage {
  readonly kind: "figures";
  readonly id: number;
}
