import { sha256Hex } from '@clearline/receipts';

/**
 * Ids of what a command makes, derived from the command’s own id and a name, in the shape of a UUID (version 8: custom).
 * The same command always makes the same ids, which is what lets a replay be compared bit for bit (G10).
 */
export const derivedId = (commandId: string, name: string): string => {
  const hex = sha256Hex(`${commandId}/${name}`);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
