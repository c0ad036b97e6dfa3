import type { Home, Line, Restriction } from '@clearline/client';
import { describe, expect, it } from 'vitest';
import { announced, besideNumber, canBorrow, inForce, isOutdone, standingOf } from './standing.ts';

const line: Line = {
  status: 'ACTIVE',
  kind: 'CONSUMER',
  displayState: 'ACTIVE',
  grantedLimitFen: 5_000_000,
  effectiveLimitFen: 5_000_000,
  ownLimitFen: null,
  usedFen: 1_000_000,
  availableFen: 4_000_000,
  canDraw: true,
  singleDrawMinFen: 50_000,
  singleDrawMaxFen: 5_000_000,
  singleDrawCap: null,
  dailyRatePpb: 300_000,
  annualRateSimplePpb: 109_500_000,
  tenorsMonths: [3, 6, 12],
  methods: ['EQUAL_INSTALMENT'],
  openedAt: '2026-01-05T02:00:00Z',
  nextReviewDate: '2026-12-01',
  goodStanding: true,
  temporary: null,
  temporaryAsk: null,
  temporaryMostFen: 7_500_000,
};

const restriction = (kind: Restriction['kind'], state: Restriction['state'] = 'effective'): Restriction => ({
  id: `${kind}-${state}`,
  kind,
  state,
  causeFamily: 'BEHAVIOUR',
  title: { zh: '', en: '' },
  summary: { zh: '', en: '' },
  proposedAt: '2026-11-20T02:00:00Z',
  effectiveAt: '2026-11-20T02:00:00Z',
  expiresAt: null,
  endedAt: null,
  limitBeforeFen: null,
  limitAfterFen: null,
  singleDrawCapFen: null,
  decisionId: 'd',
  noticeId: 'n',
  stepUpLifts: false,
  keepable: false,
  appealableUntil: null,
  appealId: null,
  decidedBy: 'MACHINE',
});

const home = (of: Line, restrictions: Restriction[]): Home => ({
  borrower: { id: 'b', maskedName: '*三', maskedPhone: '138****5678' },
  stage: 'ACTIVE',
  businessDate: '2026-11-23',
  line: of,
  move: null,
  restrictions,
  due: null,
  payoffFen: 0,
  limitSeries: [],
  unreadNotices: 0,
  openAppealId: null,
  contact: '400-000-0000',
});

const stopped: Line = { ...line, canDraw: false, availableFen: 0 };

describe('standingOf (B1, B8)', () => {
  it('shows the number when money can be drawn', () => {
    expect(standingOf(home(line, []), line)).toEqual({ kind: 'AVAILABLE', line });
  });

  it('shows the number together with a reduction that leaves something to draw', () => {
    const reduced = restriction('LIMIT_REDUCED');
    const standing = standingOf(home(line, [reduced]), line);
    expect(standing.kind).toBe('AVAILABLE');
    expect(besideNumber(standing, [reduced])).toEqual([reduced]);
  });

  it('shows the number together with a cap per draw, after a reduction', () => {
    const all = [restriction('SINGLE_DRAW_CAP'), restriction('LIMIT_REDUCED')];
    const standing = standingOf(home(line, all), line);
    expect(standing.kind).toBe('AVAILABLE');
    expect(besideNumber(standing, all).map(({ kind }) => kind)).toEqual(['LIMIT_REDUCED', 'SINGLE_DRAW_CAP']);
  });

  it('shows the gravest restriction in the place of a zero', () => {
    const of: Line = { ...stopped, displayState: 'FROZEN' };
    const all = [restriction('STEP_UP'), restriction('FROZEN'), restriction('DRAW_HOLD')];
    expect(standingOf(home(of, all), of)).toMatchObject({ kind: 'RESTRICTED', restriction: { kind: 'FROZEN' } });
  });

  it('does not take an ended or merely announced restriction for one in force', () => {
    const all = [restriction('DRAW_HOLD', 'lifted'), restriction('CLOSURE', 'pre_notice')];
    expect(inForce(all)).toEqual([]);
    expect(announced(all).map((one) => one.kind)).toEqual(['CLOSURE']);
    expect(standingOf(home(stopped, all), stopped).kind).toBe('USED_UP');
  });

  it('says that the limit is in use when nothing else stops a draw', () => {
    expect(standingOf(home(stopped, []), stopped).kind).toBe('USED_UP');
  });

  it('says that the limit is in use when what is left is less than one draw, and still tells of the reduction', () => {
    const of: Line = { ...line, displayState: 'LIMIT_REDUCED', availableFen: 49_999 };
    const reduced = restriction('LIMIT_REDUCED');
    const standing = standingOf(home(of, [reduced]), of);
    expect(standing.kind).toBe('USED_UP');
    expect(besideNumber(standing, [reduced])).toEqual([reduced]);
  });

  it('lets a stop speak before a reduction', () => {
    const of: Line = { ...stopped, displayState: 'DRAW_HOLD' };
    const all = [restriction('LIMIT_REDUCED'), restriction('DRAW_HOLD')];
    expect(besideNumber(standingOf(home(of, all), of), all)).toEqual([]);
  });

  it('tells a line that can be drawn on, if less of it, from one that cannot', () => {
    const states = ['ACTIVE', 'LIMIT_REDUCED', 'SINGLE_DRAW_CAP', 'DRAW_HOLD', 'PAUSED', 'CLOSED'] as const;
    expect(states.filter((displayState) => canBorrow({ ...line, displayState }))).toEqual(states.slice(0, 3));
  });

  it('names what the borrower chose', () => {
    const of: Line = { ...stopped, displayState: 'PAUSED' };
    expect(standingOf(home(of, []), of).kind).toBe('STATE_ONLY');
  });

  it('puts the tightest of several caps first, and knows that it outdoes the others', () => {
    const cap = (id: string, fen: number): Restriction => ({
      ...restriction('SINGLE_DRAW_CAP'),
      id,
      singleDrawCapFen: fen,
    });
    const caps = [cap('wide', 5_000_000), cap('tight', 500_000), { ...cap('over', 50_000), state: 'expired' as const }];
    expect(inForce(caps).map(({ id }) => id)).toEqual(['tight', 'wide']);
    expect(caps.slice(0, 2).map((one) => isOutdone(one, caps))).toEqual([true, false]);
  });
});
