/** Decimal places of the currencies the platform keeps books in (ISO 4217, list one). */
export const CURRENCY_DECIMALS: Readonly<Record<string, number>> = {
  CNY: 2,
  HKD: 2,
  USD: 2,
  EUR: 2,
  GBP: 2,
  SGD: 2,
  JPY: 0,
  KRW: 0,
  VND: 0,
  KWD: 3,
  BHD: 3,
  CLF: 4,
};

/** Decimal places of a known currency, else undefined. */
export const decimalsOf = (currency: string): number | undefined =>
  Object.hasOwn(CURRENCY_DECIMALS, currency) ? CURRENCY_DECIMALS[currency] : undefined;
