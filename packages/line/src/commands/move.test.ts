import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import type { ObservedEvent } from '../behaviour-event.ts';
import { DEMO_LENDER } from '../lender.ts';
import { MOVE_REST_DAYS } from '../move.ts';
import { availableOf, effectiveLimitOf, usedOf } from '../selectors.ts';
import { forbiddenMoves } from '../states/moves.ts';
import { evolve } from '../evolve.ts';
import { emptyFile } from '../file.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { staff, Story } from '../testing/story.ts';

const policies = defaultPolicies();
const sound = (story: Story): void => {
  expect(auditGuarantees('b', story.facts, DEMO_LENDER.noticeDays, policies)).toEqual([]);
  let file = emptyFile(story.file.borrowerId);
  for (const fact of story.facts) {
    const after = evolve(file, fact);
    expect([...forbiddenMoves(file, after)]).toEqual([]);
    file = after;
  }
};
const takings = (story: Story, salesFen = 500_000n) => {
  const event: ObservedEvent = {
    kind: 'SALES_UPDATE',
    eventId: story.nextEventId(),
    occurredAt: story.now,
    source: 'acquirer',
    salesDate: story.now.slice(0, 10),
    salesFen,
    orders: 12,
  };
  return story.do({ type: 'observe', events: [event] });
};
const agree = (story: Story) => story.do({ type: 'answer_move', agreed: true, version: '1' });
const business = {
  type: 'apply',
  kind: 'BUSINESS',
  monthlyIncomeFen: 3_000_000n,
  employment: 'BUSINESS_OWNER',
  monthsInWork: 60,
} as const;
/** The application goes its ordinary way: where it comes to a person, that person agrees. */
const apply = (story: Story): void => {
  story.do(business);
  if (story.file.application?.status === 'REFERRED')
    story.do(
      { type: 'decide_application', approved: true, limitFen: 20_000_000n, reasonCodes: [], note: 'three checks' },
      staff('A2001', 'reviewer'),
    );
};
const acceptance = (story: Story) => ({
  type: 'accept_offer' as const,
  costSheetHash: story.file.application?.offer?.costSheetHash ?? '',
  readSeconds: 30,
  scrolledToEnd: true,
});
const invitations = (story: Story) => Object.values(story.file.notices).filter(({ kind }) => kind === 'INVITATION');

describe('N117: who trades is asked, and never made to', () => {
  it('takings that flow in for a consumer line bring one invitation, without fault and without a decision', () => {
    const story = new Story().openLine();
    const decisions = Object.keys(story.file.decisions).length;
    takings(story);
    takings(story.later({ days: 1 }));
    expect(invitations(story)).toHaveLength(1);
    expect(invitations(story)[0]).toMatchObject({
      adverse: false,
      noFault: true,
      reportedToBureau: false,
      reasons: [],
    });
    expect(story.file.move).toMatchObject({ state: 'INVITED', sign: 'SALES' });
    expect(Object.keys(story.file.decisions)).toHaveLength(decisions);
    sound(story);
  });

  it('no takings, no line or a business line: nobody is asked', () => {
    const story = new Story().openLine();
    takings(story, 0n);
    expect(invitations(story)).toEqual([]);
    const trader = new Story().openLine({ kind: 'BUSINESS', employment: 'BUSINESS_OWNER', monthsInWork: 60 });
    takings(trader);
    expect(invitations(trader)).toEqual([]);
    expect(trader.try({ type: 'answer_move', agreed: true, version: '1' })?.code).toBe('line_exists');
  });

  it('declining changes nothing, is remembered, and is not asked again for half a year', () => {
    const story = new Story().openLine();
    takings(story);
    const { line } = story.file;
    story.do({ type: 'answer_move', agreed: false, version: '1' });
    expect(story.file.line).toBe(line);
    takings(story.later({ days: MOVE_REST_DAYS - 1 }));
    expect(story.file.move?.state).toBe('DECLINED');
    takings(story.later({ days: 2 }));
    expect([story.file.move?.state, invitations(story).length]).toEqual(['INVITED', 2]);
    sound(story);
  });
});

describe('N118: one line at a time, by the borrower’s own word', () => {
  it('without consent there is no second application, and without it no acceptance', () => {
    const story = new Story().openLine();
    expect(story.try(business)?.code).toBe('move_consent_needed');
    expect(story.try({ ...business, kind: 'CONSUMER' })?.code).toBe('line_exists');
    agree(story);
    apply(story);
    story.do({ type: 'answer_move', agreed: false, version: '1' });
    expect(story.try(acceptance(story))?.code).toBe('move_consent_needed');
    expect(story.file.line?.kind).toBe('CONSUMER');
    sound(story);
  });

  it('the consumer line goes on until the business line is accepted, then takes no more draws; loans keep their terms (G7)', () => {
    const story = new Story().openLine();
    story.draw(500_000n);
    agree(story);
    apply(story);
    story.draw(200_000n);
    const { loans } = story.file;
    const used = usedOf(story.file);
    const facts = story.do(acceptance(story));
    expect(facts.map(({ type }) => type)).toEqual([
      'offer.accepted',
      'line.closed',
      'limit.changed',
      'line.opened',
      'notice.issued',
      'limit.changed',
    ]);
    expect(story.file.loans).toEqual(loans);
    expect(Object.values(loans).map(({ lineKind }) => lineKind)).toEqual(['CONSUMER', 'CONSUMER']);
    expect(story.file.line).toMatchObject({ kind: 'BUSINESS', status: 'ACTIVE' });
    expect(story.file.formerLines).toMatchObject([{ kind: 'CONSUMER', status: 'CLOSED' }]);
    expect(story.file.move).toBeNull();
    expect(availableOf(story.file, story.now)).toBe(effectiveLimitOf(story.file, story.now) - used);
    story.draw(1_000_000n);
    expect(Object.values(story.file.loans).at(-1)?.lineKind).toBe('BUSINESS');
    story.do({ type: 'repay', loanId: null, mode: 'EARLY_FULL', amountFen: null, surplus: 'SHORTER_TENOR' });
    sound(story);
  });

  it('a restriction that is not settled stops the move, and is not carried over', () => {
    const story = new Story().openLine();
    agree(story);
    apply(story);
    story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 90_000n });
    expect(story.try(acceptance(story))?.code).toBe('move_not_now');
    takings(story);
    expect(story.file.line?.kind).toBe('CONSUMER');
    sound(story);
  });

  it('declined for the business line, the consumer line is as it was, and the notice says so', () => {
    const story = new Story().openLine();
    agree(story);
    story.bureau({ unsettledLenders: 9, newLenders3m: 6, hardEnquiries1m: 9, hardEnquiries3m: 14 });
    const { line } = story.file;
    const refusal = story.try(business);
    if (refusal === null) {
      const notice = Object.values(story.file.notices).findLast(({ kind }) => kind === 'DECLINE');
      expect(story.file.application?.status).toBe('DECLINED');
      expect(notice?.effect.map(({ zh }) => zh)).toContain('您现在的消费额度照常使用，一切不变。');
    } else expect(refusal.code).toBe('move_not_now');
    expect(story.file.line).toEqual(line);
    sound(story);
  });

  it('a line that opens beside one that takes draws is a damaged stream', () => {
    const story = new Story().openLine();
    const opened = story.facts.find(({ body }) => body.type === 'line.opened');
    if (opened === undefined) throw new Error('no line was opened');
    expect(() => evolve(story.file, { ...opened, seq: story.file.version })).toThrow('would open beside');
  });
});

describe('N119: whatever happens on the way', () => {
  const steps = ['takings', 'agree', 'decline', 'apply', 'accept', 'draw', 'bureau', 'pause', 'close', 'day'] as const;

  it('at most one line takes draws and loans keep their terms', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 14 }), (list) => {
        const story = new Story().openLine();
        for (const step of list) {
          const terms = new Map(
            Object.values(story.file.loans).map(({ id, terms: of, lineKind }) => [id, [of, lineKind]]),
          );
          if (step === 'takings') takings(story);
          else if (step === 'agree') story.try({ type: 'answer_move', agreed: true, version: '1' });
          else if (step === 'decline') story.try({ type: 'answer_move', agreed: false, version: '1' });
          else if (step === 'apply') {
            if (story.try(business) === null && story.file.application?.status === 'REFERRED')
              story.try(
                { type: 'decide_application', approved: true, limitFen: 20_000_000n, reasonCodes: [], note: 'n' },
                staff('A2001', 'reviewer'),
              );
          } else if (step === 'accept') story.try(acceptance(story));
          else if (step === 'draw') {
            if (story.file.line?.status === 'ACTIVE') story.try(story.drawCommand(100_000n));
          } else if (step === 'bureau')
            story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 90_000n });
          else if (step === 'pause') story.try({ type: 'pause' });
          else if (step === 'close') story.try({ type: 'close' });
          else story.later({ days: 1 }).closeDay();
          const open = [...story.file.formerLines, ...(story.file.line ? [story.file.line] : [])].filter(
            ({ status }) => status === 'ACTIVE',
          );
          expect(open.length).toBeLessThanOrEqual(1);
          for (const [id, kept] of terms) {
            const loan = story.file.loans[id];
            expect([loan?.terms, loan?.lineKind]).toEqual(kept);
          }
        }
        sound(story);
      }),
      { numRuns: 60 },
    );
  });
});
