import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LenderFileRefused, readLenderFile } from './lender-file.ts';

const example = readFileSync(new URL('../../../../docs/guides/lender.example.json', import.meta.url), 'utf8');
type Parts = { [name: string]: Parts } & { [name: string]: unknown };

/** The example with one place changed; `undefined` takes it away. */
function changed(place: string, value: unknown): string {
  const file = JSON.parse(example) as Parts;
  const names = place.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce<Parts>((part, name) => part[name] as Parts, file);
  (parent as Record<string, unknown>)[last] = value;
  return JSON.stringify(file);
}
const faultsOf = (json: string): string => {
  try {
    readLenderFile(json, 'mine.json');
  } catch (error) {
    if (error instanceof LenderFileRefused) return error.message;
    throw error;
  }
  return '';
};

describe('the lender file', () => {
  it('is read as the guide’s example writes it', () => {
    const { lender, adapters } = readLenderFile(example, 'lender.example.json');
    expect(lender).toMatchObject({ noticeDays: 7, products: { CONSUMER: { minDrawFen: 50_000n } } });
    expect(adapters.rail).toEqual({ url: 'https://payments.example.com/clearline', timeoutMs: 10_000 });
  });

  it.each<[string, unknown, RegExp]>([
    ['name', undefined, /name: /],
    ['licence', '', /licence: /],
    ['name.en', undefined, /name\.en: /],
    ['noticeDays', 3, /noticeDays: /],
    ['timeZone', 'Europe/Berlin', /timeZone: .*Asia\/Shanghai/],
    ['products.BUSINESS', undefined, /products\.BUSINESS: /],
    ['products.CONSUMER.minDrawFen', '500', /products\.CONSUMER\.minDrawFen: /],
    ['products.CONSUMER.minDrawFen', 50_000.5, /products\.CONSUMER\.minDrawFen: /],
    ['products.CONSUMER.minDrawFen', 55_000, /minDrawFen: is not a multiple of drawStepFen/],
    ['products.CONSUMER.maxDrawFen', 10_000, /maxDrawFen: is below minDrawFen/],
    ['products.CONSUMER.penaltyMultiplePpb', 3_000_000_000, /penaltyMultiplePpb: /],
    ['products.CONSUMER.tenorsMonths', [3, 3], /tenorsMonths: names a tenor twice/],
    ['products.CONSUMER.graceDay', 3, /graceDay/],
    ['adapters.rail.url', 'http://payments.example.com', /adapters\.rail\.url: must be https/],
    ['adapters.messages', undefined, /adapters\.messages: /],
    ['adapters.bureau.timeoutMs', 0, /adapters\.bureau\.timeoutMs: /],
  ])('is refused when %s is %j, naming the place', (place, value, fault) => {
    const told = faultsOf(changed(place, value));
    expect(told).toMatch(/^The lender file mine\.json cannot be used:/);
    expect(told).toMatch(fault);
  });

  it('is refused whole, with every fault, and when it is no JSON', () => {
    expect(faultsOf('{}').split('\n').length).toBeGreaterThan(6);
    expect(faultsOf('{"name": ')).toContain('it is not JSON');
  });

  it('may reach systems on the same machine without encryption', () => {
    const file = changed('adapters.rail.url', 'http://127.0.0.1:9000/rail/');
    expect(readLenderFile(file, 'mine.json').adapters.rail.url).toBe('http://127.0.0.1:9000/rail');
  });
});
