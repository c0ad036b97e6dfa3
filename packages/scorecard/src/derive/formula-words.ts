import type { Formula, Operand } from './formula.ts';

const inner = (operand: Operand): string => {
  if (typeof operand === 'string') return operand;
  return operand.kind === 'ratio' || operand.kind === 'difference' ? `(${nameOf(operand)})` : nameOf(operand);
};

const list = (operands: readonly Operand[]): string => operands.map(inner).join(', ');

/** The name of a derived input is the way in which it is computed, as a formula is written. */
export const nameOf = (formula: Formula): string => {
  switch (formula.kind) {
    case 'ratio':
      return `${inner(formula.of[0])} / ${inner(formula.of[1])}`;
    case 'difference':
      return `${inner(formula.of[0])} - ${inner(formula.of[1])}`;
    case 'sum':
      return `sum(${list(formula.of)})`;
    case 'greatest':
      return `max(${list(formula.of)})`;
    case 'least':
      return `min(${list(formula.of)})`;
    case 'count':
      return `count(${list(formula.of)} >= ${formula.atLeast})`;
  }
};

const zhPart = (operand: Operand): string => (typeof operand === 'string' ? operand : wordsOf(operand).zh);
const enPart = (operand: Operand): string => (typeof operand === 'string' ? operand : wordsOf(operand).en);

/** What a derived input is, to be said to a person: in Chinese and in English. */
export const wordsOf = (formula: Formula): { readonly zh: string; readonly en: string } => {
  const zh = formula.of.map(zhPart);
  const en = formula.of.map(enPart);
  const [zhAll, enAll] = [zh.join('、'), en.join(', ')];
  switch (formula.kind) {
    case 'ratio':
      return { zh: `${zh[0]} 与 ${zh[1]} 之比`, en: `${en[0]} as a share of ${en[1]}` };
    case 'difference':
      return { zh: `${zh[0]} 减去 ${zh[1]}`, en: `${en[0]} less ${en[1]}` };
    case 'sum':
      return { zh: `${zhAll} 之和`, en: `the sum of ${enAll}` };
    case 'greatest':
      return { zh: `${zhAll} 中的最大值`, en: `the greatest of ${enAll}` };
    case 'least':
      return { zh: `${zhAll} 中的最小值`, en: `the least of ${enAll}` };
    case 'count':
      return {
        zh: `${zhAll} 中达到 ${formula.atLeast} 的个数`,
        en: `how many of ${enAll} reach ${formula.atLeast}`,
      };
  }
};
