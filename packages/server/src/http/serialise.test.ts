import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { replyWriter } from './serialise.ts';

const Choice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rate'), annualRatePpb: z.int() }),
  z.object({ kind: z.literal('plan'), annualRatePpb: z.int(), instalments: z.int() }),
  z.object({ kind: z.literal('none') }),
]);

describe('the writer of replies (S10)', () => {
  it('writes bigint within a choice between objects, and of each only its own fields', () => {
    const write = replyWriter(z.object({ items: z.array(Choice), maybe: Choice.nullable() }));
    const value = {
      items: [
        { kind: 'rate', annualRatePpb: 60_000_000n },
        { kind: 'plan', annualRatePpb: 1n, instalments: 9 },
        { kind: 'none' },
      ],
      maybe: null,
    };
    expect(JSON.parse(write(value))).toEqual({
      items: [
        { kind: 'rate', annualRatePpb: 60_000_000 },
        { kind: 'plan', annualRatePpb: 1, instalments: 9 },
        { kind: 'none' },
      ],
      maybe: null,
    });
  });

  it('still refuses a reply that lacks what every choice has', () => {
    expect(() => replyWriter(Choice)({ annualRatePpb: 1n })).toThrow(/kind/);
  });
});
