import type { Dictionary } from '../i18n/zh.ts';
import { wordFor } from '../i18n/context.tsx';

/** Who acted, in words: the server names the machine as `machine:part`, people by their number, others by their kind. */
export function actorWord(actor: string, t: Dictionary): string {
  return wordFor(t.words.actor, actor.startsWith('machine') ? 'machine' : actor);
}
