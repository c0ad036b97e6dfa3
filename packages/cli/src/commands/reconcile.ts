import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { isIsoDate } from '@clearline/lending';
import { yuan } from '@clearline/line';
import { railFaultText, type ReconcileResult } from '@clearline/store';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openDatabase } from '../database.ts';

type Difference = Extract<ReconcileResult, { ok: true }>['differences'][number];

const FAULTS_SHOWN = 20;

/** One difference as a line: what it is, and what each side says. */
export function differenceLine(difference: Difference): string {
  const { rail, ours, externalId } = difference;
  const theirs = rail === null ? 'not reported' : `${rail.direction} ${yuan(rail.amountFen)} ${rail.status}`;
  const mine =
    ours === null
      ? 'never ordered'
      : `${ours.direction} ${yuan(ours.amountFen)} ${ours.state}${ours.valueDate === null ? '' : ` on ${ours.valueDate}`}`;
  const what = difference.kind === 'DIFFERENT' ? `DIFFERENT (${difference.fields.join(', ')})` : difference.kind;
  return `${what} ${externalId}: rail ${theirs}; ours ${mine}`;
}

/** The lines that tell a result, and the exit code: 0 all matched, 1 differences or a file that was refused. */
export function reported(file: string, result: ReconcileResult): { readonly lines: string[]; readonly code: 0 | 1 } {
  if (!result.ok) {
    const shown = result.faults.slice(0, FAULTS_SHOWN).map((fault) => `${file}: ${railFaultText(fault).en}`);
    return { lines: [...shown, `Bad cells: ${result.faults.length}. Nothing was written.`], code: 1 };
  }
  const { matched, late, missing, extra, different, date } = result.reconciliation;
  const sum = `${date}: ${matched} matched${late > 0 ? ` (${late} late)` : ''}, ${missing} missing with us, ${extra} extra with us, ${different} different`;
  return { lines: [...result.differences.map(differenceLine), sum], code: result.differences.length === 0 ? 0 : 1 };
}

export const reconcile: Command = {
  name: 'reconcile',
  summary: 'compare a day with the payment rail’s CSV file and open a case for every difference',
  usage: 'FILE --date YYYY-MM-DD [--data-dir DIR]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { date: { type: 'string' }, 'data-dir': { type: 'string' } },
    });
    const [file] = positionals;
    const { date } = values;
    if (file === undefined || positionals.length > 1 || date === undefined) {
      console.error(`Usage: clearline reconcile ${reconcile.usage}`);
      return 2;
    }
    if (!isIsoDate(date)) {
      console.error(`--date ${String(date)} is no date; write it as YYYY-MM-DD.`);
      return 2;
    }
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      console.error(`${file} cannot be read (${error.code ?? error.message}).`);
      return null;
    });
    if (text === null) return 1;
    const database = await openDatabase(dataDirFrom(values['data-dir']));
    try {
      const actor = `cli:${userInfo().username}`;
      const now = new Date().toISOString();
      const { lines, code } = reported(
        file,
        await database.store.queries(BOOK_ID).reconcile({ date, text, actor, now }),
      );
      for (const line of lines) console.log(line);
      return code;
    } finally {
      await database.stop();
    }
  },
};
