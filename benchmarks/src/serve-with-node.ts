/**
 * The ordinary way: node:http without a framework. `node serve-with-node.js hello|echo|json PORT`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { greeting } from "./http/workloads.js";

const [workload, port] = process.argv.slice(2);

function sayHello(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Content-Length", greeting.length);
  response.end(greeting);
}

function onBody(request: IncomingMessage, answer: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    answer(Buffer.concat(chunks));
  });
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  onBody(request, (body) => {
    response.setHeader("Content-Length", body.length);
    response.end(body);
  });
}

function countJson(request: IncomingMessage, response: ServerResponse): void {
  onBody(request, (body) => {
    const data = JSON.parse(body.toString()) as { count: number };
    data.count++;
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(data));
  });
}

const handlers: Readonly<Record<string, typeof echo>> = { echo, json: countJson };
createServer(handlers[workload ?? ""] ?? sayHello).listen(Number(port), "127.0.0.1");
