import { addDays } from '@clearline/lending';
import {
  type BusinessStatement,
  checkCausesOf,
  type CheckPart,
  citableReasons,
  type Finding,
  INVESTIGATION_TOPICS,
  type IsoDate,
  type Recommendation,
  type Security,
} from '@clearline/line';
import type { Random } from '../simulate/random.ts';
import type { Deeds } from './deeds.ts';
import { wasRefused } from './desk.ts';
import { OPERATOR, SENIOR } from './people.ts';
import type { WorldRun } from './world-run.ts';

/**
 * The three-part check of one business application, a step a day at most; what is recorded speaks against it now and then. One person
 * proposes, another agrees or sends it back. Approval is proposed whatever was found, and whoever proposed tries to agree as well: the
 * engine must refuse.
 */
export const checkBusiness = (run: WorldRun, random: Random, deeds: Deeds): void => {
  valueAgain(run, random);
  const { application } = run.file;
  if (application?.status !== 'REFERRED' || application.kind !== 'BUSINESS') return;
  const isDue = application.check !== null || checkCausesOf(application, null, run.settings.policies).length > 0;
  if (!random.chance(isDue ? 0.6 : 0.2)) return;
  const { investigation = null, statements = null, security = null } = application.check ?? {};
  if (application.proposal?.state === 'WAITING') answerProposal(run, random, deeds);
  else if (investigation === null) record(run, { kind: 'INVESTIGATION', findings: findingsOf(run.date, random) });
  else if (statements === null) record(run, { kind: 'STATEMENTS', statements: statementsOf(run.date, random) });
  else if (security === null) record(run, { kind: 'SECURITY', securities: securitiesOf(run.date, random) });
  else proposeCredit(run, random, deeds);
};

const record = (run: WorldRun, part: CheckPart): void => {
  const answer = run.send({ type: 'record_check', part }, OPERATOR);
  if (wasRefused(answer)) throw new Error(`a part of the check was refused: ${answer.code}`);
};

/** One in five investigations finds something otherwise than it was said. */
const findingsOf = (date: IsoDate, random: Random): Finding[] => {
  const contradicted = random.chance(0.2) ? random.pick(INVESTIGATION_TOPICS) : null;
  return INVESTIGATION_TOPICS.map((topic) => ({
    topic,
    outcome: topic === contradicted ? 'CONTRADICTED' : topic === 'USE_OF_FUNDS' ? 'DECLARED' : 'VERIFIED',
    text: '核查记录',
    source: '企业登记信息',
    seenOn: date,
  }));
};

/** The last whole year; sometimes the last two months as well, beside which the takings that the book holds are put. */
const statementsOf = (date: IsoDate, random: Random): BusinessStatement[] => {
  const year = Number(date.slice(0, 4)) - 1;
  const whole = statementOf({ periodFrom: `${year}-01-01`, periodTo: `${year}-12-31` }, random);
  if (!random.chance(0.3)) return [whole];
  const recent = { periodFrom: addDays(date, -60), periodTo: addDays(date, -1) };
  return [whole, { ...statementOf(recent, random), taxDeclaredSalesFen: null, bankInflowsFen: null }];
};

/** Sound figures, of which one or the other is not, or is not what another source says. */
const statementOf = (period: Pick<BusinessStatement, 'periodFrom' | 'periodTo'>, random: Random): BusinessStatement => {
  const revenue = BigInt(random.between(80, 900)) * 1_000_000n;
  const share = (percent: number): bigint => (revenue * BigInt(percent)) / 100n;
  const debts = random.chance(0.12) ? random.between(72, 95) : random.between(20, 60);
  const current = random.chance(0.12) ? random.between(16, 24) : random.between(28, 60);
  const service = random.chance(0.12) ? random.between(14, 30) : random.between(2, 9);
  const taxed = random.chance(0.12) ? random.between(40, 80) : random.between(95, 100);
  const banked = random.chance(0.12) ? random.between(30, 70) : random.between(95, 110);
  return {
    ...period,
    basis: random.pick(['MANAGEMENT', 'TAX_RETURN', 'AUDITED'] as const),
    revenueFen: revenue,
    costOfSalesFen: share(70),
    netProfitFen: share(11),
    interestExpenseFen: share(1),
    depreciationFen: share(2),
    cashFen: share(6),
    accountsReceivableFen: share(8),
    inventoriesFen: share(7),
    totalCurrentAssetsFen: share(22),
    totalAssetsFen: revenue,
    totalCurrentLiabilitiesFen: (share(22) * 100n) / BigInt(current * 4),
    totalLiabilitiesFen: share(debts),
    totalEquityFen: revenue - share(debts),
    debtServiceFen: share(service),
    taxDeclaredSalesFen: share(taxed),
    bankInflowsFen: share(banked),
  };
};

/** None, a shop, or a shop and a van; some were valued long ago, and others grow old while the line is open. */
const securitiesOf = (date: IsoDate, random: Random): Security[] => {
  const item = (kind: Security['kind'], text: string, low: number, high: number): Security => ({
    kind,
    text,
    valueFen: BigInt(random.between(low, high)) * 1_000_000n,
    valuer: random.pick(['INDEPENDENT', 'LENDER', 'OWNER'] as const),
    valuedOn: addDays(date, -random.between(5, 450)),
    priorChargesFen: random.chance(0.3) ? 10_000_000n : 0n,
  });
  const all = [item('REAL_ESTATE', '商铺', 60, 200), item('VEHICLE', '货车', 5, 20)];
  return all.slice(0, random.between(0, 2));
};

const proposeCredit = (run: WorldRun, random: Random, deeds: Deeds): void => {
  const against = citableReasons('DECLINE', 'BUSINESS', run.file, run.asks(OPERATOR)).filter(
    ({ state, standing }) => state === 'HOLDS' && standing === 'ALONE',
  );
  const asked = run.file.application?.askedLimitFen ?? 10_000_000n;
  const share = (asked * BigInt(random.between(40, 100))) / 100n;
  const [reason] = against;
  const recommendation: Recommendation =
    reason !== undefined && random.chance(0.6)
      ? { outcome: 'DECLINE', limitFen: null, reasonCode: reason.code, text: '与核查结果不符' }
      : { outcome: 'APPROVE', limitFen: share - (share % 10_000n), reasonCode: null, text: '按核查结果' };
  const answer = run.send({ type: 'propose_credit', recommendation }, OPERATOR);
  if (!wasRefused(answer)) return;
  deeds.credit_refused += 1;
  // Looked into again, and cleared up: what was found otherwise was a mistake of the finder’s.
  const cleared = findingsOf(run.date, random).map((one) => ({
    ...one,
    outcome: one.topic === 'USE_OF_FUNDS' ? ('DECLARED' as const) : ('VERIFIED' as const),
  }));
  if (random.chance(0.3)) record(run, { kind: 'INVESTIGATION', findings: cleared });
};

const answerProposal = (run: WorldRun, random: Random, deeds: Deeds): void => {
  const approved = random.chance(0.75);
  const actor = random.chance(0.25) ? OPERATOR : SENIOR;
  const answer = run.send({ type: 'approve_credit', approved, note: '已阅' }, actor);
  if (wasRefused(answer)) deeds.credit_refused += 1;
};

/** What stands behind an open line is valued again once its valuation is found too old. */
const valueAgain = (run: WorldRun, random: Random): void => {
  const { line, application } = run.file;
  const securities = application?.check?.security?.securities ?? [];
  if (line?.status !== 'ACTIVE' || line.kind !== 'BUSINESS' || line.securityLook === null) return;
  if (!random.chance(0.2)) return;
  const anew = securities.map((one) => ({ ...one, valuedOn: run.date }));
  const answer = run.send({ type: 'revalue_security', securities: anew, note: '重新估值' }, OPERATOR);
  if (wasRefused(answer)) throw new Error(`a valuation was refused: ${answer.code}`);
};
