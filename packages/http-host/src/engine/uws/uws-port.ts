/**
 * The native side of one open port: an app with a listening socket. With TLS an app has its
 * certificate for good, so a new certificate is a new app on the same port; the former one goes on
 * serving the connections that it has. Apps with TLS are not used again.
 */
import { HostError } from "../../host-error.js";
import { explainListenFailure, findFreePort, type ListenAddress } from "../listen-address.js";
import type { TlsFiles } from "../tls-files.js";
import { type AppUser, PooledApp, type UwsAppPool } from "./uws-app-pool.js";
import type { NativeListenSocket, UwsModule } from "./uws-binding.js";
import { makeTlsApp } from "./uws-tls-app.js";

/** How a port is opened. */
export interface UwsPortOptions {
  readonly address: ListenAddress;
  /** With which certificate, if it speaks TLS. */
  readonly tls: TlsFiles | undefined;
  /** Whether others of this process may listen on it too. */
  readonly isShared: boolean;
}

/** An open port. */
export class UwsPort {
  /** Its number, never 0. */
  readonly number: number;
  private readonly uws: UwsModule;
  private readonly apps: UwsAppPool;
  private readonly user: AppUser;
  private readonly options: UwsPortOptions;
  private current: PooledApp;
  private socket: NativeListenSocket;
  /** Apps whose certificate has been replaced, which may have connections. */
  private readonly former: PooledApp[] = [];
  /** Sockets of those that are about to be closed. */
  private readonly closing = new Set<NativeListenSocket>();

  /**
   * Opens it.
   *
   * @param uws the native module
   * @param apps where to get an app without TLS
   * @param user who gets what happens
   * @param options how
   * @throws HostError when it cannot be opened
   */
  constructor(uws: UwsModule, apps: UwsAppPool, user: AppUser, options: UwsPortOptions) {
    const { address, tls, isShared } = options;
    this.uws = uws;
    this.apps = apps;
    this.user = user;
    this.options = options;
    const isExclusive = tls === undefined && !isShared;
    const isChecked = isExclusive || (isShared && address.port !== 0);
    const number = isChecked ? address.port : findFreePort(address);
    this.current = this.makeApp();
    const socket = this.listen(this.current, number, isExclusive);
    if (socket === undefined) {
      this.discard(this.current);
      throw explainListenFailure(address);
    }
    this.socket = socket;
    this.number = uws.us_socket_local_port(socket);
  }

  /** The app that new connections come to. */
  get app(): PooledApp {
    return this.current;
  }

  /**
   * Reads the certificate again, for connections that come from now on.
   *
   * @param prepare called with the new app before it accepts anything
   * @throws HostError when it is broken; the old one stays
   */
  reloadTls(prepare: (app: PooledApp) => void): void {
    if (this.options.tls === undefined) return;
    const next = this.makeApp();
    prepare(next);
    const socket = this.listen(next, this.number, false);
    if (socket === undefined) {
      this.discard(next);
      throw HostError.of(
        "LISTEN_FAILED",
        String(this.number),
        "the port could not be opened again",
      );
    }
    const formerSocket = this.socket;
    this.former.push(this.current);
    this.current = next;
    this.socket = socket;
    this.closing.add(formerSocket);
    // Those who wait to be accepted by the former socket are lost when it is closed. The sockets are
    // looked at between the two callbacks, so right after that nobody waits.
    setImmediate(() => {
      setImmediate(() => {
        if (this.closing.delete(formerSocket)) this.uws.us_listen_socket_close(formerSocket);
      });
    });
  }

  /** Accepts no more; it is free when this returns. */
  stopListening(): void {
    for (const socket of this.closing) this.uws.us_listen_socket_close(socket);
    this.closing.clear();
    this.uws.us_listen_socket_close(this.socket);
  }

  /** Drops every connection. */
  close(): void {
    for (const app of [...this.former.splice(0), this.current]) this.discard(app);
  }

  private makeApp(): PooledApp {
    const { tls } = this.options;
    if (tls === undefined) return this.apps.borrow(this.user);
    const native = makeTlsApp(this.uws, tls);
    const app = new PooledApp(this.uws, native);
    app.user = this.user;
    return app;
  }

  private listen(
    app: PooledApp,
    number: number,
    isExclusive: boolean,
  ): NativeListenSocket | undefined {
    let opened: NativeListenSocket | false = false;
    const options = isExclusive ? this.uws.LIBUS_LISTEN_EXCLUSIVE_PORT : 0;
    app.native.listen(this.options.address.host, number, options, (socket) => {
      opened = socket;
    });
    // The callback has been called by now; the compiler cannot know.
    const result = opened as NativeListenSocket | false;
    return result === false ? undefined : result;
  }

  private discard(app: PooledApp): void {
    if (this.options.tls === undefined) {
      this.apps.giveBack(app);
      return;
    }
    app.native.close();
    app.user = undefined;
  }
}
