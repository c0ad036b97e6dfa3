/** Sets of small integers as 32-bit words. */
export const emptyBits = (size: number): Int32Array => new Int32Array(Math.max(1, Math.ceil(size / 32)));

export const addBit = (bits: Int32Array, index: number): void => {
  bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31));
};

export const hasBit = (bits: Int32Array, index: number): boolean =>
  ((bits[index >>> 5] as number) & (1 << (index & 31))) !== 0;

export const isEmpty = (bits: Int32Array): boolean => bits.every((word) => word === 0);

/** Members of `a` that are not in `b`. */
export const without = (a: Int32Array, b: Int32Array): Int32Array =>
  a.map((word, index) => word & ~(b[index] as number));

export const intersection = (a: Int32Array, b: Int32Array): Int32Array =>
  a.map((word, index) => word & (b[index] as number));

export const isSubset = (a: Int32Array, b: Int32Array): boolean =>
  a.every((word, index) => (word & ~(b[index] as number)) === 0);

export const intersects = (a: Int32Array, b: Int32Array): boolean =>
  a.some((word, index) => (word & (b[index] as number)) !== 0);

/** Members in ascending order. */
export const members = (bits: Int32Array): number[] => {
  const result: number[] = [];
  bits.forEach((word, index) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) result.push(index * 32 + 31 - Math.clz32(rest & -rest));
  });
  return result;
};
