/**
 * When connections of uWebSockets.js may be closed. One that is closed between the moment at which
 * the native layer sets closed ones free, which is just before `setImmediate` calls back, and the one
 * at which libuv calls back for closed handles, just after it, is never freed: 465 bytes each. So what
 * closes a connection outside its own native callbacks is done while the loop looks for input, where
 * a message to this thread arrives too. A timer would do, but takes a millisecond.
 */
import type { MessagePort } from "node:worker_threads";

let tasks: (() => void)[] = [];
let isRunning = false;
let ports: { readonly sender: MessagePort; readonly receiver: MessagePort } | undefined = undefined;

/**
 * Calls back in a turn in which connections may be closed: a later one, whenever this is called.
 *
 * @param task what may close connections
 */
export function inLaterPollPhase(task: () => void): void {
  if (tasks.push(task) === 1) wakeSoon();
}

/**
 * Calls back in a turn in which connections may be closed: at once if this is one that has come of
 * `inLaterPollPhase`.
 *
 * @param task what may close connections
 */
export function inPollPhase(task: () => void): void {
  if (isRunning) task();
  else inLaterPollPhase(task);
}

/** As long as a message is under way it keeps the process alive, as an immediate does. */
function wakeSoon(): void {
  ports ??= makePorts();
  ports.receiver.ref();
  ports.sender.postMessage(null);
}

function makePorts(): NonNullable<typeof ports> {
  // The global one: Node loads what is behind it when it is first asked for.
  const { port1: receiver, port2: sender } = new MessageChannel();
  receiver.on("message", run);
  sender.unref();
  return { receiver, sender };
}

/** Runs what waits; what comes to wait meanwhile waits for the next message. */
function run(): void {
  const due = tasks;
  tasks = [];
  ports?.receiver.unref();
  isRunning = true;
  let done = 0;
  try {
    for (const task of due) {
      done++;
      task();
    }
  } finally {
    isRunning = false;
    // A fault of one task is nothing to the others.
    tasks = [...due.slice(done), ...tasks];
    if (tasks.length > 0) wakeSoon();
  }
}
