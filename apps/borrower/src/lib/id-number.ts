const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';

/** Whether an 18-character resident identity number is well formed: a real date, and the check character of GB 11643. */
export function validIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const [year, month, date] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)];
  const born = new Date(`${year}-${month}-${date}T00:00:00Z`);
  if (Number.isNaN(born.getTime()) || born.getUTCDate() !== Number(date)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return checks[sum % 11] === text[17];
}
