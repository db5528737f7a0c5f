/**
 * The ports that workers have in common. A shared port is not refused when somebody else has it, so
 * the first worker to open one has it checked here.
 */
import { findFreePort, HostError } from "@craftos-http/http-host";
import type { PortAnswer, PortQuestion } from "./worker-messages.js";

/** Ports by who has them. */
export class SharedPorts {
  /** The numbers of ports that were asked for as 0, by address and order. */
  readonly #chosen = new Map<string, number>();
  /** The workers that have a port, by address and number. */
  readonly #holders = new Map<string, Set<number>>();

  /**
   * Gives a port its number.
   * @param worker - who opens it
   * @param question - what it asks for
   */
  assign(worker: number, question: PortQuestion): PortAnswer {
    const { host, port: wanted, nth } = question;
    const order = `${host} ${nth}`;
    const number = wanted === 0 ? (this.#chosen.get(order) ?? 0) : wanted;
    try {
      const port = this.#isHeld(host, number) ? number : this.#check(host, number, wanted);
      if (wanted === 0) this.#chosen.set(order, port);
      this.#hold(host, port).add(worker);
      return { port };
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      return { code: error.code, details: error.details };
    }
  }

  /** A worker has closed a port. */
  release(worker: number, host: string, port: number): void {
    this.#holders.get(`${host} ${port}`)?.delete(worker);
  }

  /** A worker has ended. */
  workerEnded(worker: number): void {
    for (const holders of this.#holders.values()) holders.delete(worker);
  }

  /** Sees that nobody else has it; one that was chosen before may have been taken since. */
  #check(host: string, number: number, wanted: number): number {
    try {
      return findFreePort({ host, port: number });
    } catch (error) {
      if (wanted !== 0 || number === 0) throw error;
      return findFreePort({ host, port: 0 });
    }
  }

  #isHeld(host: string, port: number): boolean {
    return (this.#holders.get(`${host} ${port}`)?.size ?? 0) > 0;
  }

  #hold(host: string, port: number): Set<number> {
    const key = `${host} ${port}`;
    let holders = this.#holders.get(key);
    if (holders === undefined) this.#holders.set(key, (holders = new Set()));
    return holders;
  }
}
