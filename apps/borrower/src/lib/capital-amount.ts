const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['', '拾', '佰', '仟'];
const sections = ['', '万', '亿'];

/** One group of four digits, with 零 for a gap inside it. */
function section(value: number): string {
  let text = '';
  let gap = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.trunc(value / 10 ** place) % 10;
    if (digit === 0) {
      gap = text !== '';
      continue;
    }
    text += `${gap ? '零' : ''}${digits[digit] ?? ''}${places[place] ?? ''}`;
    gap = false;
  }
  return text;
}

/**
 * An amount in the capital characters that contracts use (大写金额), as the People's Bank's rules for bills ask:
 * `5000000` fen is 伍万元整. For amounts below a trillion yuan.
 */
export function capitalAmount(fen: number): string {
  const yuan = Math.trunc(fen / 100);
  const jiao = Math.trunc(fen / 10) % 10;
  const cent = fen % 10;
  let whole = '';
  let gap = false;
  for (let index = sections.length - 1; index >= 0; index -= 1) {
    const part = Math.trunc(yuan / 10_000 ** index) % 10_000;
    if (part === 0) {
      gap = whole !== '';
      continue;
    }
    if (whole !== '' && (gap || part < 1000)) whole += '零';
    whole += section(part) + (sections[index] ?? '');
    gap = false;
  }
  const head = whole === '' ? '' : `${whole}元`;
  if (jiao === 0 && cent === 0) return head === '' ? '零元整' : `${head}整`;
  const tail = jiao === 0 ? (head === '' ? '' : '零') : `${digits[jiao] ?? ''}角`;
  return head + tail + (cent === 0 ? '整' : `${digits[cent] ?? ''}分`);
}
