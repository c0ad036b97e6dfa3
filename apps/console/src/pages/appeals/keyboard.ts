import { useGo } from '../../app/links.tsx';
import { useEffect } from 'react';
import type { Dictionary } from '../../i18n/zh.ts';
import type { Queue } from './queue.ts';

/** The keys of the desk, in the order of the help; the names are those of the dictionary. */
export const deskKeys = [
  ['j', 'next'],
  ['k', 'previous'],
  ['t', 'take'],
  ['o', 'outcome'],
  ['e', 'text'],
  ['Esc', 'leave'],
  ['?', 'help'],
] as const satisfies readonly (readonly [string, keyof Dictionary['desk']['keys']])[];

/** Elements that a key leads to carry this attribute with the key's name. */
const target = (name: string) => document.querySelector<HTMLElement>(`[data-desk-key="${name}"]`);

/** Where the work goes on once the case is taken: the button that had the focus is gone. */
export const goToOutcome = (): void => {
  requestAnimationFrame(() => focusInside(target('outcome')));
};

/** Listens while nobody types and no dialog is open, so that letters in a reason stay letters. */
export function useDeskKeys(queue: Queue, onHelp: () => void): void {
  const go = useGo();
  useEffect(() => {
    const actions: Readonly<Record<string, () => void>> = {
      j: queue.goNext,
      k: queue.goPrevious,
      t: () => target('take')?.click(),
      o: () => focusInside(target('outcome')),
      e: () => focusInside(target('text')),
      '?': onHelp,
      Escape: () => go({ to: '/appeals' }),
    };
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const where = event.target as HTMLElement;
      const typing = where.closest(
        'textarea, [contenteditable="true"], input:not([type="radio"]):not([type="checkbox"])',
      );
      if (typing !== null) {
        if (event.key === 'Escape') where.blur();
        return;
      }
      if (document.querySelector('[role="dialog"]:not([aria-hidden="true"])') !== null) return;
      const action = actions[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [queue, onHelp, go]);
}

function focusInside(element: HTMLElement | null): void {
  element?.querySelector<HTMLElement>('input, textarea')?.focus();
}
