/**
 * The load of `bench:websocket`, in a process of its own: `node run-websocket-load.js PORT
 * CONNECTIONS IN_FLIGHT SECONDS WARM_UP_SECONDS SERVER_PID` prints what it saw as JSON. With
 * SECONDS 0 it only opens the connections, says `open`, and keeps them until it is ended.
 */
import { setTimeout as wait } from "node:timers/promises";
import { cpuSecondsOf } from "./http/cores.js";
import { EchoConnection } from "./websocket/echo-connection.js";

const [port = 0, connectionCount = 0, inFlight = 0, seconds = 0, warmUpSeconds = 0, pid = 0] =
  process.argv.slice(2).map(Number);

const connections: EchoConnection[] = [];
while (connections.length < connectionCount) {
  connections.push(await EchoConnection.open(port, inFlight));
}

/** Messages that came back so far; fails when one was lost or wrong. */
function messageCount(): number {
  const failed = connections.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) throw new Error(failed.failure);
  return connections.reduce((sum, { echoCount }) => sum + echoCount, 0);
}

if (seconds === 0) {
  console.log("open");
  setInterval(messageCount, 1000);
} else {
  for (const connection of connections) connection.start();
  await wait(warmUpSeconds * 1000);
  const [messages, cpu, started] = [messageCount(), cpuSecondsOf(pid), performance.now()];
  await wait(seconds * 1000);
  const elapsed = (performance.now() - started) / 1000;
  const used = cpuSecondsOf(pid);
  const serverCpuSeconds = cpu === undefined || used === undefined ? undefined : used - cpu;
  const figures = { messages: messageCount() - messages, seconds: elapsed, serverCpuSeconds };
  console.log(JSON.stringify(figures));
  process.exit();
}
