/**
 * What `craftos-http run --help` says below the options.
 */

/** The text. */
export const RUN_HELP = `
Sizes are bytes, or 64KiB, 16MiB; times are seconds, or 500ms, 15s, 2m.

Every option can be set in three ways, and the first that is there counts:
  --max-body-bytes 1MiB                        on the command line
  CRAFTOS_HTTP_MAX_BODY_BYTES=1MiB             in the environment; lists with ; between the values
  { "run": { "maxBodyBytes": "1MiB" } }        in craftos-http.config.json, or in the field
                                               craftos-http of package.json; lists in []
  What is on there is turned off by --no-..., such as --no-quiet.

What a program may connect to is a host (example.com, *.example.com, *), an address (10.0.0.5, ::1),
a range (10.0.0.0/8), $loopback or $private, perhaps with a port (localhost:5432). Without rules
that is this machine and the public internet. A host that is allowed still has to point at addresses
that are: for one on a private network allow its address too.

A peripheral is at a side or has a name: left=modem (or modem,ender; modem,wired), top=monitor,4x3
(its size in blocks), right=speaker, back=printer,pages.txt (a file of the computer's),
bottom=drive,./folder (or drive for a blank disk, drive,empty for none).

Signals:
  Ctrl+C queues the event terminate, as Ctrl+T does in CraftOS; a second Ctrl+C ends at once.
  SIGTERM closes the ports, lets requests in flight finish, then queues terminate; a second one ends
  at once. SIGHUP reads certificates again and opens the access log again.

Terminal:
  With --term Ctrl+T queues terminate, Ctrl+C as well, and twice within a second it ends at once.
  Messages of this command are written when the screen has gone, or at once to 2>FILE.

Workers:
  With --workers each process has a computer of its own; http.getWorker() tells which it is. The
  system deals connections out. One that dies is started again. Lines of output begin with the
  number of the worker. Linux and FreeBSD; with --engine node, Node.js 22.12 or later.

Exit status:
  0 the program ended; 1 an error left it, or it could not be loaded; 2 wrong usage;
  n after os.shutdown(n); 70 a fault in craftos-http; 129 when the terminal of --term is gone;
  130 after a second Ctrl+C; 143 after a second SIGTERM; 141 when nobody reads the output any more

Examples:
  craftos-http hello.lua
  craftos-http run --record trace.bin --record-redact authorization api.lua
  craftos-http run --data /var/lib/api --mount ro:./public:/public api.lua
  craftos-http run --host 0.0.0.0 --max-body-bytes 1MiB api.lua 8080
`;
