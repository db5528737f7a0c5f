/**
 * The bar: raw uWebSockets.js without anything around it. `node serve-with-uws.js hello|echo PORT`.
 */
import uws from "uWebSockets.js";
import { greeting } from "./http/workloads.js";

const [workload, port] = process.argv.slice(2);
const app = uws.App();

if (workload === "echo") {
  app.post("/*", (response) => {
    let body = Buffer.alloc(0);
    let open = true;
    response.onAborted(() => {
      open = false;
    });
    response.onData((chunk, isLast) => {
      // The chunk is only valid in this turn. A body that came whole can be answered from it.
      if (!isLast) body = Buffer.concat([body, Buffer.from(chunk)]);
      else if (open) {
        const whole = body.length === 0 ? chunk : Buffer.concat([body, Buffer.from(chunk)]);
        response.cork(() => response.end(whole));
      }
    });
  });
} else {
  app.get("/*", (response) => {
    response.end(greeting);
  });
}

app.listen("127.0.0.1", Number(port), (socket) => {
  if (!socket) process.exit(1);
});
