import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord } from './borrower-record.ts';
import { OPEN_APPEALS } from './rules.ts';

/** Lines open and close, are exchanged for one another, and have limits: one takes draws at a time (decision 0016). */
export const checkLine = (record: BorrowerRecord, { body, occurredAt, commandId }: Fact, report: Report): void => {
  switch (body.type) {
    case 'application.submitted':
    case 'offer.made':
      record.declinedBy = null;
      return;
    case 'application.declined':
      record.declinedBy = body.decisionId;
      return;
    case 'move.agreed':
      record.hasAgreedToMove = true;
      return;
    case 'move.declined':
      record.hasAgreedToMove = false;
      return;
    case 'line.closed':
      if (record.lineState !== 'ACTIVE') report('STATES', 'a line was closed that was not open');
      record.lineState = 'CLOSED';
      record.closedBy = { who: body.by, commandId };
      return;
    case 'line.opened':
      if (record.lineKind !== null) checkExchange(record, body.kind, commandId, Date.parse(occurredAt), report);
      record.lineState = 'ACTIVE';
      record.lineKind = body.kind;
      record.grantedFen = body.limitFen;
      record.ownCapFen = null;
      record.hasAgreedToMove = false;
      return;
    case 'limit.changed': {
      const { kind, toFen } = body.change;
      if (kind === 'RAISED') record.grantedFen = toFen;
      if (kind === 'BORROWER_LOWERED') record.ownCapFen = toFen;
      if (kind === 'BORROWER_LIFTED') record.ownCapFen = null;
      return;
    }
    default:
  }
};

/** A second line opens only in place of the first, at its owner’s word, with nothing unsettled (N118). */
const checkExchange = (record: BorrowerRecord, kind: string, commandId: string, atMs: number, report: Report): void => {
  record.exchanges += 1;
  if (record.lineState === 'ACTIVE') report('STATES', `a ${kind} line opened beside one that takes draws`);
  if (record.closedBy?.commandId !== commandId || record.closedBy.who !== 'BORROWER')
    report('STATES', `a ${kind} line opened and the one before it was not ended with it, by its owner`);
  if (record.lineKind !== 'CONSUMER' || kind !== 'BUSINESS')
    report('STATES', `a ${String(record.lineKind)} line was exchanged for a ${kind} line`);
  if (!record.hasAgreedToMove) report('STATES', 'a line was exchanged without its owner’s consent');
  for (const [id, { state, expiresAtMs }] of record.restrictions)
    if (
      state === 'proposed' ||
      state === 'pre_notice' ||
      (state === 'effective' && (expiresAtMs === null || expiresAtMs > atMs))
    )
      report('STATES', `a line was exchanged while restriction ${id} was ${state}`);
  for (const [id, { state }] of record.appeals)
    if (OPEN_APPEALS.includes(state)) report('G8', `a line was exchanged while appeal ${id} was ${state}`);
};
