import type { OutgoingMessage } from '../services.ts';
import { type Outside, OutsideSilent } from './signed-call.ts';

/**
 * A message service behind HTTP: `POST /messages`, once for an id. One that is not taken is an error: a notice is sent again
 * later, and who waits for a code is told that there is none now.
 */
export function httpSender(call: Outside): (message: OutgoingMessage) => Promise<void> {
  return async (message) => {
    const reply = await call({ method: 'POST', path: '/messages', id: message.id, body: message });
    if (reply.status >= 300) throw new OutsideSilent('message service', `refused a message with ${reply.status}`);
  };
}
