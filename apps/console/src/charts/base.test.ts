import { describe, expect, it } from 'vitest';
import { endShifts } from './base.ts';

const line = (last: number) => ({ name: String(last), data: [100, last], color: '#000' });

describe('names at the ends of lines', () => {
  it('stay where they are when there is room', () => {
    expect(endShifts([line(90), line(50), line(10)])).toEqual([0, 0, 0]);
  });

  it('move apart when ends meet', () => {
    const shifts = endShifts([line(50), line(50), line(49)]);
    const places = [50, 50, 49]
      .map((value, index) => 200 * (1 - value / 100) + (shifts[index] ?? 0))
      .sort((a, b) => a - b);
    expect((places[1] ?? 0) - (places[0] ?? 0)).toBeGreaterThanOrEqual(15);
    expect((places[2] ?? 0) - (places[1] ?? 0)).toBeGreaterThanOrEqual(15);
  });

  it('stay above the axis when several lines end at nothing', () => {
    const places = endShifts([line(0), line(0), line(0)]).map((shift) => 200 + shift);
    expect(Math.max(...places)).toBeLessThanOrEqual(200);
    expect(new Set(places).size).toBe(3);
  });
});
