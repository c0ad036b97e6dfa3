import { type AppealDesk, type AppealOutcome, type LocalText, parseAmount } from '@clearline/client';
import type { Language } from '../../i18n/language.ts';
import { count, money } from '../../lib/format.ts';

/**
 * Whether an input is money, kept in fen and shown in yuan. The decision's own inputs say so by their text; one that
 * the decision did not look at is told by its name.
 */
export function isMoneyInput(name: string, inputs: AppealDesk['decision']['inputs']): boolean {
  const seen = inputs.find((input) => input.name === name);
  if (seen !== undefined && seen.value !== null) return seen.text.zh.endsWith('元');
  return /income|amount|debt|balance|spend|fen$/i.test(name);
}

export function inputText(desk: AppealDesk, name: string, value: number, language: Language): string {
  return isMoneyInput(name, desk.decision.inputs) ? money(value, language) : count(value);
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
      text: isMoneyInput(declared.input, desk.decision.inputs)
        ? (declared.value / 100).toFixed(2)
        : String(declared.value),
      accepted: false,
    })),
  );
}

/** The number a reading stands for, in the input's own unit; null when it cannot be read. */
export function readingValue(reading: Reading, inputs: AppealDesk['decision']['inputs']): number | null {
  if (isMoneyInput(reading.input, inputs)) return parseAmount(reading.text);
  const text = reading.text.trim();
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The inputs of the decision that a file could correct: those that are numbers. */
export function correctableInputs(desk: AppealDesk): readonly { readonly name: string; readonly label: LocalText }[] {
  return desk.decision.inputs
    .filter((input) => typeof input.value === 'number')
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
