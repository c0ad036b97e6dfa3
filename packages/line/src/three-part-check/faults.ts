import { addDays } from '@clearline/lending';
import { refuse } from '../refusal.ts';
import { startOfDate, wholeDaysBetween } from '../time.ts';
import type { IsoDate, LocalText } from '../vocabulary.ts';
import { newestFirst } from './cross-checks.ts';
import type { CheckParameters } from './parameters.ts';
import {
  type BusinessStatement,
  type CheckPart,
  INVESTIGATION_TOPICS,
  type InvestigationTopic,
  type ThreePartCheck,
  TOPIC_NAMES,
} from './parts.ts';

type Refused = ReturnType<typeof refuse>;

/** Figures that may be below zero: a loss, and what a business owes beyond what it has. */
const MAY_BE_NEGATIVE: readonly string[] = ['netProfitFen', 'totalEquityFen'];

/** What is wrong with a part that is handed in; a part is taken whole or not at all. */
export const partFault = (part: CheckPart, today: IsoDate): Refused | null => {
  switch (part.kind) {
    case 'INVESTIGATION': {
      const twice = part.findings.find(({ topic }, at) => part.findings.findIndex((one) => one.topic === topic) !== at);
      if (twice) return refuse('topic_twice', { field: 'findings', words: TOPIC_NAMES[twice.topic] });
      return futureFault(
        part.findings.map(({ seenOn }) => seenOn),
        today,
        'seenOn',
      );
    }
    case 'STATEMENTS':
      return part.statements.map((one) => statementFault(one, part.statements, today)).find(Boolean) ?? null;
    case 'SECURITY': {
      const negative = part.securities.flatMap((security) => negativeFault(security)).at(0);
      return (
        negative ??
        futureFault(
          part.securities.map(({ valuedOn }) => valuedOn),
          today,
          'valuedOn',
        )
      );
    }
  }
};

const futureFault = (dates: readonly IsoDate[], today: IsoDate, field: string): Refused | null => {
  const late = dates.find((date) => date > today);
  return late === undefined ? null : refuse('date_in_future', { field, value: today });
};

const negativeFault = (figures: object): Refused[] =>
  Object.entries(figures)
    .filter(([name, value]) => typeof value === 'bigint' && value < 0n && !MAY_BE_NEGATIVE.includes(name))
    .map(([name]) => refuse('amount_negative', { field: name }));

const statementFault = (
  statement: BusinessStatement,
  all: readonly BusinessStatement[],
  today: IsoDate,
): Refused | null => {
  const { periodFrom, periodTo } = statement;
  const same = all.filter((one) => one.periodFrom === periodFrom && one.periodTo === periodTo);
  if (periodFrom > periodTo || periodTo >= today || periodTo > addDays(periodFrom, 366) || same.length > 1)
    return refuse('period_wrong', { field: 'periodTo', value: `${periodFrom} – ${periodTo}` });
  return negativeFault(statement).at(0) ?? null;
};

/** Seen in a source of its own before anybody may propose to approve. */
const MUST_BE_VERIFIED: readonly InvestigationTopic[] = ['REGISTRATION', 'OWNER_IDENTITY'];

const PART_NAMES = {
  statements: { zh: '财务报表', en: 'statements' },
  security: { zh: '担保与抵押（没有也要记录）', en: 'guarantees and collateral (none is recorded too)' },
} as const;

/** Why approval cannot be proposed yet: the check is not whole, or what it found stands against it (N136). */
export const proposalFault = (check: ThreePartCheck, today: IsoDate, parameters: CheckParameters): Refused | null => {
  const findings = check.investigation?.findings ?? [];
  const of = (topic: InvestigationTopic) => findings.find((finding) => finding.topic === topic);
  const [newest] = newestFirst(check.statements?.statements ?? []);
  const missing: LocalText[] = [
    ...INVESTIGATION_TOPICS.filter((topic) => of(topic) === undefined).map((topic) => TOPIC_NAMES[topic]),
    ...(newest === undefined ? [PART_NAMES.statements] : []),
    ...(check.security === null ? [PART_NAMES.security] : []),
  ];
  if (missing.length > 0)
    return refuse('check_incomplete', {
      words: { zh: missing.map(({ zh }) => zh).join('、'), en: missing.map(({ en }) => en).join(', ') },
    });
  const contradicted = findings.find(({ outcome }) => outcome === 'CONTRADICTED');
  if (contradicted) return refuse('finding_contradicted', { words: TOPIC_NAMES[contradicted.topic] });
  const unverified = MUST_BE_VERIFIED.find((topic) => of(topic)?.outcome !== 'VERIFIED');
  if (unverified) return refuse('finding_not_verified', { words: TOPIC_NAMES[unverified] });
  if (newest && wholeDaysBetween(startOfDate(newest.periodTo), startOfDate(today)) > parameters.p_statement_days)
    return refuse('statement_too_old', { field: 'statements', value: newest.periodTo });
  return null;
};
