import { isIsoDate } from '@clearline/lending';
import { type RailFileFault, railFaultText } from '@clearline/store';
import type { SomeHandlers } from '../http/handler.ts';
import { answer, refuse, type Refused } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { compareWithRail } from '../workers/after-close.ts';

type Ids =
  | 'reconcile'
  | 'fetchReconciliation'
  | 'closeReconciliationCase'
  | 'railFile'
  | 'listReconciliations'
  | 'listReconciliationCases';

const runsShown = 60;
const faultsShown = 5;

/** Every bad cell by row and column, the first few in words. */
function fileRefused(faults: readonly RailFileFault[]): { readonly ok: false; readonly refused: Refused } {
  const [first] = faults;
  const texts = faults.slice(0, faultsShown).map(railFaultText);
  const rest = faults.length - texts.length;
  const zh = `文件有${faults.length}处错误，未写入任何内容。${texts.map((text) => text.zh).join('；')}${rest > 0 ? `；另有${rest}处` : ''}。`;
  const en = `The file has ${faults.length} bad ${faults.length === 1 ? 'cell' : 'cells'}; nothing was written: ${texts.map((text) => text.en).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`;
  return {
    ok: false,
    refused: {
      status: 422,
      title: 'The file has bad cells',
      code: 'rail_file_faulty',
      field: `file row ${first?.row}, column ${first?.column}`,
      value: String(faults.length),
      message: { zh, en },
    },
  };
}

/** Comparing days with the payment rail’s own file. */
export function reconcileHandlers(services: Services): SomeHandlers<Ids> {
  const { queries, clock } = services;
  return {
    async reconcile({ caller, body }) {
      const date = body.fields['date'] ?? '';
      if (!isIsoDate(date))
        return refuse('invalid_input', {
          field: 'date',
          value: { zh: '应为日期（年-月-日）', en: 'a date is expected (year-month-day)' },
        });
      const today = clock.businessDate();
      if (date > today) return refuse('day_in_future', { field: 'date', value: today });
      const { mediaType, bytes, fileName } = body.file;
      if (mediaType !== 'text/plain') return refuse('unsupported_media', { field: 'file', value: fileName });
      const text = new TextDecoder().decode(bytes);
      const done = await queries.reconcile({ date, text, actor: caller.staffNo, now: clock.now() });
      return done.ok ? answer(done.reconciliation) : fileRefused(done.faults);
    },
    async fetchReconciliation({ caller, body: { date } }) {
      const today = clock.businessDate();
      if (date > today) return refuse('day_in_future', { field: 'date', value: today });
      return answer(await compareWithRail(services, date, caller.staffNo));
    },
    async closeReconciliationCase({ caller, body }) {
      const closed = await queries.closeReconciliationCase({ ...body, actor: caller.staffNo, now: clock.now() });
      return closed === null ? refuse('not_found', { value: body.externalId }) : answer(closed);
    },
    async railFile({ params: { date } }) {
      const bytes = new TextEncoder().encode(await services.rail.dailyFile(date));
      return answer({ fileName: `rail-${date}.csv`, mediaType: 'text/csv', disposition: 'attachment', bytes });
    },
    async listReconciliations() {
      return answer({ items: await queries.reconciliations({ limit: runsShown }) });
    },
    async listReconciliationCases({ query }) {
      const { limit, cursor, state } = query;
      return answer(await queries.reconciliationCases({ limit, cursor, state }));
    },
  };
}
