import type { LocalText, RestrictionKind } from '@clearline/line';

/** What a restriction is, whether proposed, announced, in force or over; the titles of notices say that it has happened. */
export const RESTRICTION_NAMES: Readonly<Record<RestrictionKind, LocalText>> = {
  STEP_UP: { zh: '验证本人', en: 'Verification' },
  SINGLE_DRAW_CAP: { zh: '单笔限额', en: 'Cap per draw' },
  DRAW_HOLD: { zh: '临时暂停借款', en: 'Hold of draws' },
  LIMIT_REDUCED: { zh: '额度下调', en: 'Reduction of the limit' },
  DRAW_SUSPENDED: { zh: '暂停借款', en: 'Suspension of draws' },
  FROZEN: { zh: '冻结额度', en: 'Freeze of the line' },
  CLOSURE: { zh: '关闭额度', en: 'Closure of the line' },
};
