import type { IsoDate, LocalText, PolicySet } from '@clearline/line';
import type { OverviewFigures } from '@clearline/store';
import type { Overview as Contract } from '../contract/staff.ts';
import type { ViewOf } from './view-of.ts';
import { reasonTitle } from './words.ts';

type Overview = ViewOf<typeof Contract>;

const buckets: Readonly<Record<string, LocalText>> = {
  CURRENT: { zh: '未逾期', en: 'current' },
  D1_30: { zh: '逾期1-30天', en: '1-30 days' },
  D31_60: { zh: '逾期31-60天', en: '31-60 days' },
  D61_90: { zh: '逾期61-90天', en: '61-90 days' },
  D91_180: { zh: '逾期91-180天', en: '91-180 days' },
  D181_270: { zh: '逾期181-270天', en: '181-270 days' },
  D271_360: { zh: '逾期271-360天', en: '271-360 days' },
  D361_PLUS: { zh: '逾期360天以上', en: 'over 360 days' },
};

/** Normal quantile of a two-sided 95% interval. */
const z95 = 1.959963984540054;

/**
 * Wilson’s score interval for a share of `wrongful` among `restricted`, at 95%. Unlike the plain one it stays within 0
 * and 1 and is honest for few cases, which is what wrongful restriction ought to be. E. B. Wilson, JASA 22 (1927).
 */
export function wilson95(wrongful: number, restricted: number): { rate: number; low: number; high: number } {
  const rate = wrongful / restricted;
  const squared = z95 * z95;
  const centre = (rate + squared / (2 * restricted)) / (1 + squared / restricted);
  const half =
    (z95 * Math.sqrt((rate * (1 - rate)) / restricted + squared / (4 * restricted ** 2))) / (1 + squared / restricted);
  return { rate, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Which reason a rule gives, found in the live policy’s tables. */
function ruleTitle(ruleId: string, policies: PolicySet): LocalText {
  if (ruleId.startsWith('strategy:')) return { zh: '经批准的经营策略', en: 'an approved business strategy' };
  for (const model of Object.values(policies.models)) {
    const rule = model.tables.flatMap((table) => table.rules).find(({ id }) => id === ruleId);
    if (rule !== undefined) return reasonTitle(rule.annotations['reason'] ?? ruleId, policies);
  }
  return { zh: ruleId, en: ruleId };
}

/** The book at a glance. A rule’s precision is the share of its decided appeals in which it stood. */
export function overviewView(figures: OverviewFigures, date: IsoDate, policies: PolicySet): Overview {
  const { restricted, wrongful } = figures.wrongful;
  return {
    businessDate: date,
    lines: figures.lines,
    exposure: figures.exposure,
    restrictionsByCause: figures.restrictionsByCause as Overview['restrictionsByCause'],
    months: figures.months,
    ageing: figures.ageing.map((row) => ({ ...row, label: buckets[row.bucket] ?? { zh: row.bucket, en: row.bucket } })),
    appeals: figures.appeals,
    wrongful: restricted === 0 ? null : { restricted, wrongful, ...wilson95(wrongful, restricted) },
    rules: figures.rules.map(({ ruleId, fired, contested, overturned }) => ({
      ruleId,
      title: ruleTitle(ruleId, policies),
      fired,
      contested,
      overturned,
      precision: contested === 0 ? null : 1 - overturned / contested,
    })),
  };
}
