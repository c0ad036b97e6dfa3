import type { AppealDesk, AppealOutcome, LocalText } from '@clearline/client';
import type { Language } from '../../i18n/language.ts';
import { count, money, parseAmount } from '../../lib/format.ts';

/** Policy inputs carry their unit in their name; those in fen are typed and shown in yuan. */
export function isMoneyInput(name: string): boolean {
  return /(?:Fen|_fen)$/.test(name);
}

export function inputText(name: string, value: number, language: Language): string {
  return isMoneyInput(name) ? money(value, language) : count(value);
}

/** One value that a reviewer may take from a file into the re-decision. `text` is as typed; `input` empty while unchosen. */
export interface Reading {
  readonly key: string;
  readonly evidenceId: string;
  readonly input: string;
  readonly text: string;
  readonly accepted: boolean;
}

/** What the borrower says the files show: the starting point, accepted by nobody yet. */
export function initialReadings(desk: AppealDesk): readonly Reading[] {
  return desk.appeal.evidence.flatMap((evidence) =>
    evidence.declared.map((declared) => ({
      key: `${evidence.id}-${declared.input}`,
      evidenceId: evidence.id,
      input: declared.input,
      text: isMoneyInput(declared.input) ? (declared.value / 100).toFixed(2) : String(declared.value),
      accepted: false,
    })),
  );
}

/** The number a reading stands for, in the input's own unit; null when it cannot be read. */
export function readingValue(reading: Reading): number | null {
  if (isMoneyInput(reading.input)) return parseAmount(reading.text);
  const text = reading.text.trim();
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The inputs of the decision that a file could correct: those that are numbers, or were missing. */
export function correctableInputs(desk: AppealDesk): readonly { readonly name: string; readonly label: LocalText }[] {
  return desk.decision.inputs
    .filter((input) => typeof input.value === 'number' || input.value === null)
    .map((input) => ({ name: input.name, label: input.label }));
}

/** The rules behind the decision's reasons, each once, those of contested reasons first. */
export function rulesOf(
  desk: AppealDesk,
): readonly { readonly id: string; readonly title: LocalText; readonly cited: boolean }[] {
  const rules = new Map<string, { id: string; title: LocalText; cited: boolean }>();
  for (const reason of desk.decision.reasons) {
    if (reason.ruleId === null || rules.has(reason.ruleId)) continue;
    rules.set(reason.ruleId, {
      id: reason.ruleId,
      title: reason.title,
      cited: desk.appeal.citedReasonCodes.includes(reason.code),
    });
  }
  return [...rules.values()].sort((a, b) => Number(b.cited) - Number(a.cited));
}

/** Outcomes that undo something, and so ask which rule was wrong. */
export function reverses(outcome: AppealOutcome): boolean {
  return outcome === 'overturned' || outcome === 'partly';
}
