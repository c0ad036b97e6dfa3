import { describe, expect, it } from 'vitest';
import { linkWithin } from './link.ts';

describe('links of work items', () => {
  it('takes paths with and without the base', () => {
    expect(linkWithin('/appeals/1')).toEqual({ path: '/appeals/1', search: {} });
    expect(linkWithin('/console/borrowers/2?tab=restrictions')).toEqual({
      path: '/borrowers/2',
      search: { tab: 'restrictions' },
    });
    expect(linkWithin('//evil.example/x').path).toBe('/evil.example/x');
    expect(linkWithin('https://evil.example').path).toBe('/https://evil.example');
    expect(linkWithin('/console')).toEqual({ path: '/', search: {} });
  });
});
