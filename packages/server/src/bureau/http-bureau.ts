import { z } from 'zod';
import { bureauFigures } from '../contract/events.ts';
import { type Outside, OutsideSilent } from '../outside/signed-call.ts';
import type { Bureau } from './bureau.ts';

const fen = z.int().min(0).transform(BigInt);

/** What a bureau answers: every figure that its events carry. */
const Report = z.object(bureauFigures(fen));

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
/** A report without the fields that it did not give. */
const given = <T extends object>(report: T): Given<T> =>
  Object.fromEntries(Object.entries(report).filter(([, value]) => value !== undefined)) as Given<T>;

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
    // Taken in, a report of a day to come would stand above every true one until then.
    if (report.data.reportDate > at.date)
      throw new OutsideSilent('credit bureau', `its report of ${report.data.reportDate} is of a day after ${at.date}`);
    return { kind: 'BUREAU_UPDATE', eventId: id, occurredAt: at.now, source: 'bureau', ...given(report.data) };
  };
}
