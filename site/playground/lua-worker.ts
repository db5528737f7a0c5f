/**
 * The worker that runs the page's program: a thread of its own, which the page can end at any time.
 */
import "./browser-buffer";
import type { FromWorker, ToWorker } from "./messages";
import { PageComputer } from "./page-computer";

let computer: PageComputer | undefined;

function say(message: FromWorker): void {
  postMessage(message);
}

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case "run":
      computer = new PageComputer(data.source, say);
      break;
    case "line":
      computer?.enter(data.line);
      break;
    case "request":
      computer?.request(data.request);
      break;
  }
});
