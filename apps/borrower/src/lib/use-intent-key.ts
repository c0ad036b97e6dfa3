import { useState } from 'react';
import { randomKey } from './random-key.ts';

/**
 * The idempotency key of what a person means to do: it stays the same while the intent is the same, so pressing twice,
 * or again after a lost answer, moves money once; another intent gets another key.
 */
export function useIntentKey(intent: unknown): string {
  const text = JSON.stringify(intent);
  const [kept, setKept] = useState(() => ({ text, key: randomKey() }));
  if (kept.text === text) return kept.key;
  const next = { text, key: randomKey() };
  setKept(next);
  return next.key;
}
