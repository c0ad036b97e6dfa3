import { z } from 'zod';
import { type Outside, OutsideSilent } from '../outside/signed-call.ts';
import type { Bureau } from './bureau.ts';

const count = z.int().min(0);
const fen = z.int().min(0).transform(BigInt);

/** What a bureau answers; money in fen. */
const Report = z.object({
  reportDate: z.iso.date(),
  overdueAccounts: count,
  overdueDaysMax: count,
  overdueAmountFen: fen,
  hardEnquiries1m: count,
  hardEnquiries3m: count,
  unsettledLenders: count,
  newLenders3m: count,
  totalDebtFen: fen,
  monthlyDebtServiceFen: fen,
  overdueMonths24m: count,
  consecutiveOverdueMonths24m: count,
});

/**
 * A credit bureau behind HTTP: `POST /enquiries`, once for a person and business date. A report that does not have every
 * field is none: half a report never decides about a person (G5).
 */
export function httpBureau(call: Outside): Bureau {
  return async ({ borrowerId, name, idNumber }, at) => {
    const id = `bureau:${borrowerId}:${at.date}`;
    const body = { enquiryId: id, name, idNumber, purpose: 'CREDIT_APPROVAL' };
    const reply = await call({ method: 'POST', path: '/enquiries', id, body });
    const report = Report.safeParse(reply.body);
    if (reply.status >= 300 || !report.success) {
      const [issue] = report.error?.issues ?? [];
      const where =
        issue === undefined ? '' : `; first fault: ${issue.path.join('.') || 'the report'}: ${issue.message}`;
      throw new OutsideSilent('credit bureau', `answered ${reply.status} without a whole report${where}`);
    }
    return { kind: 'BUREAU_UPDATE', eventId: id, occurredAt: at.now, source: 'bureau', ...report.data };
  };
}
