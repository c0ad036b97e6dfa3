/**
 * What is wrong with a text that is no JSON, with line and column as an editor counts them: earlier versions of the reader name only
 * how many characters come before.
 */
export const jsonFault = (error: unknown, text: string): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ at position (\d+)$/, (whole, characters: string) => {
    const before = text.slice(0, Number(characters)).split('\n');
    return `${whole} (line ${before.length} column ${(before.at(-1) ?? '').length + 1})`;
  });
};
