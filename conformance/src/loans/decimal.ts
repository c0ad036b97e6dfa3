const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** "123.45" (or the number itself) in minor units; a figure finer than the currency's is refused. */
export const toMinor = (amount: string | number, decimals: number): bigint => {
  const text = String(amount);
  const match = DECIMAL.exec(text);
  if (match === null) throw new Error(`${JSON.stringify(text)} is not an amount`);
  const fraction = match[3] ?? '';
  if (/[1-9]/.test(fraction.slice(decimals))) throw new Error(`${text} is finer than ${decimals} decimals`);
  const units = BigInt(`${match[2] ?? ''}${fraction.slice(0, decimals).padEnd(decimals, '0')}`);
  return match[1] === '-' ? -units : units;
};

/** True when every figure that the case states is what was found; figures it does not state are not compared. */
export const agrees = (stated: Readonly<Record<string, unknown>>, found: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(stated).every(([key, value]) => {
    if (!(key in found)) throw new Error(`no figure ${JSON.stringify(key)} is worked out here`);
    return found[key] === value || sameDecimal(found[key], value);
  });

/** "100", "100.0" and 100 are one amount. */
const sameDecimal = (found: unknown, stated: unknown): boolean => {
  const plain = (value: unknown): string | null => {
    const [, sign, whole, fraction = ''] = DECIMAL.exec(String(value)) ?? [];
    return sign === undefined || whole === undefined ? null : `${sign}${BigInt(whole)}.${fraction.replace(/0+$/, '')}`;
  };
  const one = plain(found);
  return one !== null && one === plain(stated);
};

/** Minor units as the cases write them. */
export const fromMinor = (minor: bigint, decimals: number): string => {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(digits.length - decimals)}`;
  return minor < 0n ? `-${text}` : text;
};
