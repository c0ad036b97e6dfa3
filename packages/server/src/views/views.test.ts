import { fileURLToPath } from 'node:url';
import { simulateBorrower, type SimulatedBorrower } from '@clearline/lab';
import { addDays } from '@clearline/lending';
import {
  compilePolicySet,
  decidersOf,
  DEMO_LENDER,
  emptyFile,
  evolveAll,
  type PolicySet,
  startOfDate,
  statementOf,
} from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import * as b from '../contract/borrower.ts';
import * as s from '../contract/staff.ts';
import { replyWriter } from '../http/serialise.ts';
import { appealDeskView } from './appeal-desk-view.ts';
import { applicationView } from './application-view.ts';
import { borrowerFileView } from './borrower-file-view.ts';
import { consentViews } from './consent-catalogue.ts';
import { decisionDetail } from './decision-view.ts';
import { homeView } from './home-view.ts';
import { limitHistoryView } from './limit-history-view.ts';
import { loanViews } from './loan-view.ts';
import { noticeView } from './notice-view.ts';
import { wilson95 } from './overview-view.ts';
import { paymentViews } from './payment-view.ts';
import { policyDetail } from './policy-view.ts';
import { timelineView } from './timeline-view.ts';

const from = '2026-01-01';
const days = 200;
const today = addDays(from, days);
/** Lives of seed 7 between whom everything happens: draws, arrears, holds, reductions, appeals won and lost. */
const chosen = [0, 1, 2, 28, 65, 67, 76, 87, 102, 105];
const moment = { now: startOfDate(today), businessDate: today, lender: DEMO_LENDER };
const reviewer = { kind: 'staff', id: 'r', staffNo: 'A2003', name: '周', email: 'r@x', roles: ['reviewer'] } as const;

let policies: PolicySet;
let lives: (SimulatedBorrower & { file: ReturnType<typeof emptyFile> })[];

/** Writes a view as the server would, and reads it back through the contract’s own schema. */
function sent<Schema extends z.ZodType>(schema: Schema, view: unknown): z.output<Schema> {
  return schema.parse(JSON.parse(replyWriter(schema)(view)));
}

/** Views are shown of whatever a borrower can have lived through: simulated lives, made by the engine itself. */
describe('views of simulated lives', () => {
  beforeAll(async () => {
    const compiled = compilePolicySet(
      await readPolicyFiles(fileURLToPath(new URL('../../../../policies', import.meta.url))),
      from,
    );
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    policies = compiled.policies;
    const settings = { seed: 7, borrowers: 200, days, from, lender: DEMO_LENDER, policies };
    lives = chosen.map((index) => {
      const life = simulateBorrower(settings, index);
      return { ...life, file: evolveAll(emptyFile(life.borrowerId), life.facts) };
    });
  });

  it('fit the contract, every one of them', () => {
    const seen = { loans: 0, notices: 0, appeals: 0, restrictions: 0, ended: 0 };
    for (const { file, facts } of lives) {
      const home = sent(b.Home, homeView(file, moment, policies));
      seen.restrictions += home.restrictions.length;
      const application = applicationView(file, moment, policies);
      if (application !== null) sent(b.Application, application);
      for (const consent of consentViews(file)) sent(b.Consent, consent);
      for (const loan of loanViews(file, today)) sent(b.Loan, loan);
      for (const payment of paymentViews(file)) sent(b.Payment, payment);
      for (const change of limitHistoryView(file, policies)) sent(b.LimitChange, change);
      for (const [id, notice] of Object.entries(file.notices)) {
        const { ended, restrictionId } = sent(b.Notice, noticeView(file, id));
        // H126: who reads the notice of a restriction that is over learns when and how it ended.
        const about = file.restrictions[restrictionId ?? ''];
        const isOver = about !== undefined && ['expired', 'lifted', 'reversed'].includes(about.state);
        expect(ended).toEqual(isOver ? { at: about.endedAt, how: about.state.toUpperCase() } : null);
        if (ended !== null) seen.ended += 1;
        // N125: a route has a number, or says that none is known; a notice of before wrote a dash, and is read the same.
        for (const { contact } of notice.outsideRoutes) expect(contact ?? '0').toMatch(/^\d+$/);
        const dashed = notice.outsideRoutes.map((route) => ({ ...route, contact: route.contact ?? '—' }));
        const older = { ...file, notices: { [id]: { ...notice, outsideRoutes: dashed } } };
        expect(noticeView(older, id)).toEqual(noticeView(file, id));
      }
      for (const item of timelineView(facts, file)) sent(b.TimelineItem, item);
      sent(s.BorrowerFile, borrowerFileView(file, facts, moment, policies));
      for (const record of Object.values(file.decisions))
        sent(s.DecisionDetail, decisionDetail(file, record, policies));
      for (const appeal of Object.values(file.appeals))
        sent(s.AppealDesk, appealDeskView(file, appeal, reviewer, moment, policies));
      seen.loans += Object.keys(file.loans).length;
      seen.notices += Object.keys(file.notices).length;
      seen.appeals += Object.keys(file.appeals).length;
    }
    sent(s.PolicyDetail, policyDetail(policies, moment.now, true, today, []));
    // Otherwise this test would say nothing.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });

  it('H171: let another reviewer take over an appeal that is in somebody’s hands, and nobody who decided', () => {
    let asked = 0;
    for (const { file } of lives)
      for (const appeal of Object.values(file.appeals)) {
        const inHand = { ...appeal, state: 'in_review', outcome: null, proposal: null, pausedSince: null } as const;
        const may = (assignee: string, staffNo: string) => {
          const who = { ...reviewer, staffNo };
          const { mayReview, mayTakeOver } = appealDeskView(file, { ...inHand, assignee }, who, moment, policies);
          return { mayReview, mayTakeOver };
        };
        expect(may('Z1', 'Z2')).toEqual({ mayReview: false, mayTakeOver: true });
        expect(may('Z1', 'Z1')).toEqual({ mayReview: true, mayTakeOver: false });
        for (const decider of decidersOf(file, appeal)) {
          expect(may('Z1', decider)).toEqual({ mayReview: false, mayTakeOver: false });
          asked += 1;
        }
      }
    expect(asked).toBeGreaterThan(0);
  });

  it('show an offer with the very cost sheet that was hashed into it', () => {
    for (const { file } of lives) {
      const { application } = file;
      if (application?.offer == null) continue;
      expect(applicationView(file, moment, policies)?.offer?.costSheet.hash).toBe(application.offer.costSheetHash);
    }
  });

  it('keep statements in balance: what was owed, plus charges, less repayments, is what is owed', () => {
    for (const { file } of lives) {
      for (const [start, end] of [
        [from, today],
        [addDays(from, 90), addDays(from, 120)],
        [today, today],
      ] as const) {
        const { openingOwedFen, closingOwedFen, lines } = statementOf(file, start, end);
        const moved = lines.reduce((sum, line) => sum + line.debitFen - line.creditFen, 0n);
        expect(openingOwedFen + moved).toBe(closingOwedFen);
        if (lines.length > 0) expect(lines.at(-1)?.owedAfterFen).toBe(closingOwedFen);
      }
    }
  });

  it('add up: rows make the principal, and home owes what the loans owe', () => {
    for (const { file } of lives) {
      const loans = loanViews(file, today);
      for (const loan of loans) {
        expect(loan.instalments.at(-1)?.balanceAfterFen ?? 0n).toBe(0n);
        expect(loan.payoffFen).toBeGreaterThanOrEqual(loan.dueFen);
        expect(loan.dueFen).toBeGreaterThanOrEqual(loan.overdueFen);
      }
      const open = loans.filter(({ state }) => state === 'ACTIVE');
      expect(homeView(file, moment, policies).payoffFen).toBe(open.reduce((sum, loan) => sum + loan.payoffFen, 0n));
    }
  });

  it('never show a bare restriction: each has a sentence with a value in it (G1)', () => {
    for (const { file } of lives) {
      for (const { summary } of homeView(file, moment, policies).restrictions) {
        expect(summary.zh).toMatch(/\d/);
        expect(summary.en).toMatch(/\d/);
      }
    }
  });
});

describe('Wilson’s interval', () => {
  it('agrees with published values and stays within 0 and 1', () => {
    // 10 of 100: 5.52% to 17.44%; Newcombe, Statistics in Medicine 17 (1998), method 3.
    const { low, high } = wilson95(10, 100);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0552', '0.1744']);
    expect(wilson95(0, 5)).toMatchObject({ rate: 0, low: 0 });
    expect(wilson95(5, 5).high).toBe(1);
  });
});
