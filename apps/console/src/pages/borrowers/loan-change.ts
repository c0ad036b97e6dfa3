import { type LoanChange, parseAmount } from '@clearline/client';

/** What the form of a loan change holds; which of it counts depends on the kind. */
export interface ChangeFields {
  readonly kind: LoanChange['kind'];
  readonly amount?: string;
  readonly feeCode?: Extract<LoanChange, { kind: 'fee' }>['feeCode'];
  readonly rate?: string;
  readonly instalments?: number;
  readonly firstDueDate?: string;
  readonly date?: string;
  readonly until?: string;
  readonly ofId?: string;
}

type Field = Exclude<keyof ChangeFields, 'kind'>;

/** The fields of each kind, in the order in which they are asked. What two people decide counts from the second one’s word. */
export const FIELDS_OF: Readonly<Record<LoanChange['kind'], readonly Field[]>> = {
  fee: ['feeCode', 'amount', 'date'],
  fee_waiver: ['amount', 'date'],
  penalty_waiver: ['amount', 'date'],
  interest_pause: ['date', 'until'],
  ageing_pause: ['date', 'until'],
  rate_change: ['rate', 'date'],
  reage: ['instalments', 'firstDueDate'],
  restructure: ['instalments', 'firstDueDate', 'rate'],
  charge_off: ['date'],
  write_off: [],
  reversal: ['ofId'],
};

/** `7.2` percent to parts per billion, exactly. */
export const ppbOf = (percent: string): number => {
  const [whole = '0', decimals = ''] = percent.trim().split('.');
  return Number(`${whole}${decimals.slice(0, 7).padEnd(7, '0')}`);
};

/** The change that the form asks for; its own rules saw to it that every field of the kind is filled. */
export const changeOf = (fields: ChangeFields): LoanChange => {
  const amountFen = parseAmount(fields.amount ?? '') ?? 0;
  const plan = { instalments: fields.instalments ?? 0, firstDueDate: fields.firstDueDate ?? '' };
  const annualRatePpb = ppbOf(fields.rate ?? '');
  const until = fields.until ?? '';
  switch (fields.kind) {
    case 'fee':
      return { kind: 'fee', amountFen, feeCode: fields.feeCode ?? 'LITIGATION' };
    case 'fee_waiver':
    case 'penalty_waiver':
      return { kind: fields.kind, amountFen };
    case 'interest_pause':
    case 'ageing_pause':
      return { kind: fields.kind, until };
    case 'rate_change':
      return { kind: 'rate_change', annualRatePpb };
    case 'reage':
      return { kind: 'reage', ...plan };
    case 'restructure':
      return { kind: 'restructure', ...plan, annualRatePpb };
    case 'charge_off':
    case 'write_off':
      return { kind: fields.kind };
    case 'reversal':
      return { kind: 'reversal', ofId: fields.ofId ?? '' };
  }
};
