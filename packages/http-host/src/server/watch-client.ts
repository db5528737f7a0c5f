/**
 * What happens when the client of a request leaves while the program has it.
 */
import type { RequestEvent } from "./request-event.js";

/**
 * The client of a stream leaves: the program need not wait for it any longer.
 * @param event - a request whose response is a stream
 */
export function watchStreamClient(event: RequestEvent): void {
  event.exchange.onAborted = () => {
    event.port.streams.delete(event);
    event.response.streamed?.clientTookAll();
  };
}

/**
 * Starts the time for an answer, which ends when the client leaves.
 * @param event - a request that the program has and has not answered
 */
export function watchClient(event: RequestEvent): void {
  event.port.unanswered.add(event);
  event.exchange.onAborted = () => {
    const { streamed } = event.response;
    if (streamed !== null) {
      event.port.streams.delete(event);
      streamed.clientTookAll();
      return;
    }
    // One that a listen call has yet to take up is known to the port, which must not last for ever.
    if (!event.isWaiting) event.cancelDeadline();
  };
}
