import { describe, expect, it } from 'vitest';
import { DEMO_LENDER } from '../lender.ts';
import { Story } from '../testing/story.ts';

describe('N87 the code of a draw', () => {
  const { codeFromFen, drawStepFen } = DEMO_LENDER.products.CONSUMER;

  it.each([
    [codeFromFen - drawStepFen, null],
    [codeFromFen, 'draw_code_needed'],
    [codeFromFen + drawStepFen, 'draw_code_needed'],
  ])('%i fen without a code: %s', (amountFen, code) => {
    const story = new Story().openLine();
    const command = { ...story.drawCommand(amountFen), codeConfirmed: false };
    expect(story.try(command)?.code ?? null).toBe(code);
    expect(Object.values(story.file.loans)).toHaveLength(code === null ? 1 : 0);
  });

  it('is asked last: what is refused anyway costs nobody a code', () => {
    const story = new Story().openLine();
    const command = { ...story.drawCommand(codeFromFen), codeConfirmed: false };
    expect(story.try({ ...command, planHash: 'another' })?.code).toBe('plan_changed');
    expect(story.try({ ...command, readSeconds: 1 })?.code).toBe('cost_sheet_not_read');
  });

  it('is kept with what was signed', () => {
    const story = new Story().openLine();
    const requested = story.do(story.drawCommand(codeFromFen)).find(({ type }) => type === 'draw.requested');
    expect(requested).toMatchObject({ codeConfirmed: true });
  });
});
