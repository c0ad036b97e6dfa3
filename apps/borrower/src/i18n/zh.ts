import { zhMoney } from './zh-money.ts';
import { zhStart } from './zh-start.ts';
import { zhWhy } from './zh-why.ts';

/** Every string of the app in Chinese; the English dictionary has exactly the same keys, by type. */
export const zh = { ...zhStart, ...zhMoney, ...zhWhy };

export type Dictionary = typeof zh;
