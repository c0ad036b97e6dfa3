import type { AccrualCourse } from '@clearline/lending';

/**
 * Courses as bytes: how many numbers, then each as a variable-length integer (seven bits a byte, the lowest first, the sign
 * in the lowest bit). Most figures of a course are small, so that this takes a third of fixed width.
 */
export const courseBytes = (course: AccrualCourse | null): Buffer | null => {
  if (course === null) return null;
  const bytes: number[] = [];
  push(bytes, course.length);
  for (const figure of course) push(bytes, figure < 0 ? -2 * figure - 1 : 2 * figure);
  return Buffer.from(bytes);
};

/** Plain arithmetic and not shifts, because these numbers have up to 53 bits. */
const push = (bytes: number[], figure: number): void => {
  let rest = figure;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
};

/** Reads courses that stand one after the other. The course read last stays valid until the next is read. */
export class CourseReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  /** Of the course read last; longer than it. */
  figures = new Float64Array(512);

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Reads the next course into `figures`; false when there is none in its place (a single zero). */
  next(): boolean {
    const length = this.#figure();
    if (this.figures.length < length) this.figures = new Float64Array(2 * length);
    const { figures } = this;
    for (let k = 0; k < length; k += 1) {
      const coded = this.#figure();
      figures[k] = coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
    }
    return length > 0;
  }

  #figure(): number {
    const bytes = this.#bytes;
    let figure = 0;
    for (let weight = 1; this.#at < bytes.length; weight *= 128) {
      const byte = bytes[this.#at] as number;
      this.#at += 1;
      if (byte < 128) return figure + byte * weight;
      figure += (byte - 128) * weight;
    }
    throw new Error('the bytes of a course end in the middle of a number');
  }
}
