/**
 * The ordinary way: node:http without a framework. `node serve-with-node.js hello|echo PORT`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { greeting } from "./http/workloads.js";

const [workload, port] = process.argv.slice(2);

function sayHello(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Content-Length", greeting.length);
  response.end(greeting);
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    response.setHeader("Content-Length", body.length);
    response.end(body);
  });
}

createServer(workload === "echo" ? echo : sayHello).listen(Number(port), "127.0.0.1");
