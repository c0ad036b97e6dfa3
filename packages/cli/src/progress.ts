/** A line that overwrites itself, for people at a terminal; logs and pipes are spared it. */
export const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}`);
};

/** Clears the line. */
export const progressDone = (): void => {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
};
