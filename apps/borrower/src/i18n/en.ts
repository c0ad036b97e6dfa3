import { enMoney } from './en-money.ts';
import { enStart } from './en-start.ts';
import { enWhy } from './en-why.ts';
import type { Dictionary } from './zh.ts';

export const en: Dictionary = { ...enStart, ...enMoney, ...enWhy };
