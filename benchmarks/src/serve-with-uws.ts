/**
 * The bar: raw uWebSockets.js without anything around it. `node serve-with-uws.js hello|echo|json PORT`.
 */
import uws, { type HttpResponse } from "uWebSockets.js";
import { greeting } from "./http/workloads.js";

const [workload, port] = process.argv.slice(2);
const app = uws.App();

/**
 * Collects a body.
 * @param answer - given the body, which is only valid in this turn, unless the client has left
 */
function onBody(response: HttpResponse, answer: (body: Uint8Array) => void): void {
  let body = Buffer.alloc(0);
  let open = true;
  response.onAborted(() => {
    open = false;
  });
  response.onData((chunk, isLast) => {
    // The chunk is only valid in this turn. A body that came whole can be answered from it.
    if (!isLast) body = Buffer.concat([body, Buffer.from(chunk)]);
    else if (open) {
      const last = new Uint8Array(chunk);
      answer(body.length === 0 ? last : Buffer.concat([body, last]));
    }
  });
}

if (workload === "echo") {
  app.post("/*", (response) => {
    onBody(response, (body) => {
      response.cork(() => response.end(body));
    });
  });
} else if (workload === "json") {
  app.post("/*", (response) => {
    onBody(response, (body) => {
      const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString();
      const data = JSON.parse(text) as { count: number };
      data.count++;
      const answer = JSON.stringify(data);
      response.cork(() => response.writeHeader("Content-Type", "application/json").end(answer));
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
