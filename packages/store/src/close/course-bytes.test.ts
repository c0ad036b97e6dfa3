import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { courseBytes, CourseReader } from './course-bytes.ts';

const figure = fc.oneof(
  fc.constantFrom(0, 1, -1, 63, 64, -64, -65, 127, 128, 2 ** 31, 2 ** 32 - 1, 2 ** 52 - 1, -(2 ** 52 - 1)),
  fc.integer({ min: -(2 ** 52 - 1), max: 2 ** 52 - 1 }),
);

it('S38: courses one after the other are read back as they were written', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.array(figure, { minLength: 1, maxLength: 700 }))), (courses) => {
      const reader = new CourseReader(Buffer.concat(courses.map((course) => courseBytes(course) ?? Buffer.of(0))));
      for (const course of courses) {
        expect(reader.next()).toBe(course !== null);
        if (course !== null) expect([...reader.figures.subarray(0, course.length)]).toEqual(course);
      }
      expect(() => reader.next()).toThrow('end in the middle');
    }),
    { numRuns: 60 },
  );
});
