import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord } from './borrower-record.ts';
import { MACHINE_OFFERS_MOST_FEN } from './rules.ts';

/** Business lines that are large: two different people, one on the other’s proposal, and never the machine or one alone (G3, N135, N136). */
export const checkCredit = (record: BorrowerRecord, { body }: Fact, report: Report): void => {
  switch (body.type) {
    case 'application.submitted':
      record.appliedFor = body.kind;
      return;
    case 'credit.proposed':
      record.proposals.set(body.proposal.id, body.proposal.proposedBy);
      return;
    case 'credit.agreed': {
      const proposedBy = record.proposals.get(body.proposalId);
      if (proposedBy === undefined) report('G3', `proposal ${body.proposalId} was agreed to and never made`);
      if (proposedBy === body.by) report('G3', `proposal ${body.proposalId} was agreed to by who had made it`);
      const decider = record.decisions.get(body.decisionId)?.decider;
      if (decider !== body.by) report('G3', `decision ${body.decisionId} is not that of who agreed to it`);
      return;
    }
    case 'offer.made': {
      if (record.appliedFor !== 'BUSINESS' || body.limitFen <= MACHINE_OFFERS_MOST_FEN) return;
      const people = record.decisions.get(body.decisionId)?.people ?? 0;
      if (people < 2) report('G3', `${body.limitFen} fen were offered with ${people} people behind it`);
      return;
    }
    default:
  }
};
