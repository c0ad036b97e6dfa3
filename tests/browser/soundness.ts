import type { Page } from 'playwright-core';

/** One thing wrong with how a page looks or answers to the keyboard: which rule, where, and with what value. */
export interface Flaw {
  readonly rule:
    | 'overflow'
    | 'clipped'
    | 'broken'
    | 'contrast'
    | 'focus-ring'
    | 'target-size'
    | 'name'
    | 'keyboard'
    | 'language'
    | 'punctuation'
    | 'structure';
  readonly where: string;
  readonly value: string;
}

interface Demand {
  /** The smallest side of what a finger must hit, in CSS pixels; null where a mouse is used. */
  readonly target: number | null;
  readonly language: 'zh' | 'en';
  /** Latin words that a Chinese page may show. */
  readonly latin: readonly string[];
}

/**
 * Runs inside the page, and so stands alone: looks at every visible text and every control. Whether a control can be
 * reached by keyboard follows from its `tabIndex`; what shows a hand as its pointer and is no control is one that cannot.
 */
async function inspect({ target, language, latin }: Demand): Promise<Flaw[]> {
  // What fades in would be measured half way.
  const still = document.createElement('style');
  still.textContent = '*, *::before, *::after { transition: none !important; animation: none !important }';
  document.head.append(still);
  (document.activeElement as HTMLElement | null)?.blur();
  const frames = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  // A theme that follows the system's colours, or a chart the page's width, needs a moment to do so.
  await frames(4);
  const flaws: Flaw[] = [];
  const seen = new Set<string>();
  const tell = (rule: Flaw['rule'], element: Element, value: string) => {
    const classes = typeof element.className === 'string' ? element.className.trim().replaceAll(/\s+/g, '.') : '';
    const words = (element.textContent ?? '').trim().slice(0, 30);
    const where = `${element.tagName.toLowerCase()}${classes === '' ? '' : `.${classes}`} “${words}”`;
    const key = `${rule} ${where} ${value}`;
    if (seen.has(key)) return;
    seen.add(key);
    flaws.push({ rule, where, value });
  };
  const shown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !hiddenFromSight(element);
  /** Cut to a point for eyes and kept for screen readers, or a skip link waiting above the page. */
  function hiddenFromSight(element: Element): boolean {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      if (style.position === 'absolute' && (box.width <= 1 || box.height <= 1) && style.overflow === 'hidden')
        return true;
      if (style.clipPath === 'inset(50%)' || box.bottom + scrollY <= 0 || box.right <= 0) return true;
    }
    return false;
  }

  type Colour = readonly [red: number, green: number, blue: number, alpha: number];
  const colourOf = (text: string): Colour => {
    const numbers = (text.match(/[\d.]+/g) ?? []).map(Number);
    const scale = text.startsWith('color(') ? 255 : 1;
    return [(numbers[0] ?? 0) * scale, (numbers[1] ?? 0) * scale, (numbers[2] ?? 0) * scale, numbers[3] ?? 1];
  };
  const over = (top: Colour, under: Colour): Colour => {
    const mix = (index: 0 | 1 | 2) => top[index] * top[3] + under[index] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const groundOf = (element: Element): Colour => {
    const layers: Colour[] = [];
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const colour = colourOf(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight<Colour>((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const light = ([red, green, blue]: Colour): number => {
    const part = (value: number) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const contrast = (a: Colour, b: Colour): number => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };
  const opacityOf = (element: Element): number => {
    let opacity = 1;
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      opacity *= Number(getComputedStyle(at).opacity);
    }
    return opacity;
  };

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) tell('overflow', root, `${root.scrollWidth} px in ${root.clientWidth} px`);

  const scrolls = (element: Element): boolean => {
    for (let at = element.parentElement; at !== null; at = at.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return true;
    }
    // What a script scrolls: a sticky header, with its rows, and tabs; and the row that only measures columns.
    return element.closest('.ant-table-header, .ant-table-measure-row, .ant-tabs-nav-wrap') !== null;
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  /** Names, masked, and the lender's licence number: as they are in either language. */
  const said = /[\u4e00-\u9fff]{1,2}\*+|示范-0001/g;
  /** Hashes, identifiers and addresses. */
  const hashes = /\b(?=\w*\d)[\w-]{6,}…?|\b[\w-]+([./][\w-]+)+/g;
  /** Dates, amounts and figures with their unit, which stand on one line. */
  const unbroken =
    /(?<![\w.-])(?:\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?|(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{4})?|\d{3}-\d{3}-\d{4}|(?:CNY |[¥￥])?\d[\d,]*\.\d{2}(?:万?元)?|\d[\d,.]*(?:元|倍|天|日|次|家|期|笔|个月|小时|分钟|年|%| (?:days?|months?|years?|hours?)\b))/g;
  /** Intervals of a decision table: `[1天..30天)`. */
  const intervals = /[[(][^\s[(]*\.\.[^\s\])]*[\])]/g;
  /** Chinese next to the half-width marks of Latin text. */
  const halfWidth = /[\u4e00-\u9fff][,;:!?()]|[,;:!?(]\s?[\u4e00-\u9fff]/;
  const allowed = new RegExp(`\\b(${latin.join('|')})\\b`, 'g');
  for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
    const element = node.parentElement;
    const text = (node.nodeValue ?? '').trim();
    if (element === null || text === '' || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName)) continue;
    if (!shown(element)) continue;
    const style = getComputedStyle(element);
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;

    const disabled = element.closest(':disabled, [aria-disabled="true"], .ant-picker-cell') !== null;
    const ground = groundOf(element);
    const [red, green, blue, alpha] = colourOf(style.color);
    const ink = over([red, green, blue, alpha * opacityOf(element)], ground);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(ink, ground);
    if (!disabled && ratio < (large ? 3 : 4.5)) tell('contrast', element, `${ratio.toFixed(2)}:1 at ${size} px`);

    if (element.closest('.mono, code, .hash') === null) {
      for (const match of (node.nodeValue ?? '').matchAll(unbroken)) {
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
        if (Math.max(...tops) - Math.min(...tops) > 4) tell('broken', element, match[0]);
      }
    }

    const outside = box.right > root.clientWidth + 1 || box.left < -1;
    if (outside && !scrolls(element)) tell('clipped', element, `reaches ${Math.round(box.right)} px`);
    for (let at: Element | null = scrolls(element) ? null : element; at !== null; at = at.parentElement) {
      const around = getComputedStyle(at);
      if (['auto', 'scroll'].includes(around.overflowX)) break;
      if (!['hidden', 'clip'].includes(around.overflowX)) continue;
      const frame = at.getBoundingClientRect();
      if (box.right > frame.right + 1 || box.left < frame.left - 1) tell('clipped', element, 'cut off at its side');
      if (around.overflowY === 'hidden' && box.bottom > frame.bottom + 2) tell('clipped', element, 'cut off below');
    }

    if (element.closest('[lang]')?.getAttribute('lang') !== root.lang || element.closest('.mono, code') !== null)
      continue;
    if (language === 'en' && /[\u4e00-\u9fff]/.test(text.replaceAll(said, '')))
      tell('language', element, text.slice(0, 40));
    if (language === 'zh') {
      const whole = (element.textContent ?? '').replaceAll(intervals, '');
      const mark = halfWidth.exec(whole);
      if (mark !== null) tell('punctuation', element, whole.slice(Math.max(0, mark.index - 8), mark.index + 8));
      const left = text
        .replaceAll(hashes, '')
        .replaceAll(allowed, '')
        .match(/[A-Za-z]{2,}/g);
      if (left !== null) tell('language', element, left.join(' ').slice(0, 60));
    }
  }

  const nameOf = (element: Element): string => {
    const by = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
    return [
      element.getAttribute('aria-label'),
      ...by.map((id) => document.getElementById(id)?.textContent),
      ...[...(labels ?? [])].map((label) => label.textContent),
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
        ? element.title
        : element.textContent,
      ...[...element.querySelectorAll('[aria-label], img[alt]')].map(
        (inner) => inner.getAttribute('aria-label') ?? inner.getAttribute('alt'),
      ),
      element.getAttribute('title'),
    ]
      .join('')
      .trim();
  };
  const controls =
    'a[href], button, input, select, textarea, summary, [tabindex], [role="button"], [role="tab"], [contenteditable="true"]';
  const ancestors = (element: Element, most: number): Element[] => {
    const above = element.parentElement;
    return above === null || most === 0 ? [] : [above, ...ancestors(above, most - 1)];
  };
  /** Tabs and radio buttons take one stop for all of them; the arrow keys do the rest. */
  const roving = (element: Element): boolean =>
    element.closest('[role="tablist"], [role="radiogroup"], [role="menu"], [role="listbox"]') !== null;
  for (const element of document.querySelectorAll<HTMLElement>(controls)) {
    const face =
      element instanceof HTMLInputElement && ['radio', 'checkbox', 'file'].includes(element.type)
        ? (element.closest('label') ?? element)
        : element;
    if (!shown(face) || element.matches(':disabled, [aria-hidden="true"], [aria-hidden="true"] *')) continue;
    const isControl = element.matches('a[href], button, input, select, textarea, summary, [role="button"]');
    if (isControl && nameOf(element) === '') tell('name', element, element.outerHTML.slice(0, 120));
    if (isControl && element.tabIndex < 0 && !roving(element)) tell('keyboard', element, 'cannot be reached by Tab');
    if (target !== null && isControl) {
      const box = face.getBoundingClientRect();
      // A link within a sentence is as tall as its line.
      const inSentence =
        getComputedStyle(element).display === 'inline' &&
        (element.parentElement?.textContent ?? '').trim() !== (element.textContent ?? '').trim();
      if (!inSentence && Math.min(box.width, box.height) < target - 0.5)
        tell('target-size', element, `${Math.round(box.width)} × ${Math.round(box.height)} px`);
    }
    if (element.tabIndex < 0) continue;
    // The ring may be drawn by the control, by the frame around it, or by the face of what is hidden itself.
    const around = [
      element,
      ...element.querySelectorAll('*'),
      ...ancestors(element, 4),
      ...face.querySelectorAll('span'),
    ];
    const looks = () =>
      around.map((part) => {
        const { outline, boxShadow, borderColor } = getComputedStyle(part);
        return `${outline} ${boxShadow} ${borderColor}`;
      });
    // A dialog keeps the focus within it, so that the call above may have left it here.
    if (document.activeElement === element) element.closest<HTMLElement>('[tabindex="-1"]')?.focus();
    const before = looks().join();
    element.focus({ preventScroll: true });
    if (document.activeElement !== element) continue;
    if (looks().join() === before) {
      // Some draw it in the frame after.
      await frames(2);
      if (looks().join() === before) tell('focus-ring', element, 'looks the same with focus and without');
    }
  }
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    if (getComputedStyle(element).cursor !== 'pointer' || !shown(element)) continue;
    if (element.closest(`${controls}, label`) !== null || element.querySelector(controls) !== null) continue;
    // A row that opens as a whole has its link for the keyboard.
    if (element.closest('tr')?.querySelector('a[href]')) continue;
    tell('keyboard', element, 'shows a hand and is no control');
  }
  // What a screen reader finds its way by: one main part, headings that skip no level, ids that are one thing's, names and
  // descriptions that are there, tables with heads, and no control within another.
  const heard = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true }) && element.closest('[aria-hidden="true"]') === null;
  const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)].filter(heard);
  const mains = all('main, [role="main"]');
  if (mains.length !== 1) tell('structure', mains[0] ?? document.body, `${mains.length} main parts`);
  // A dialog has headings of its own, and so does the navigation.
  const headings = all('h1, h2, h3, h4, h5, h6').filter((element) => element.closest('[role="dialog"], nav') === null);
  const first = headings.filter(({ tagName }) => tagName === 'H1');
  if (first.length !== 1) tell('structure', first[1] ?? document.body, `${first.length} headings of the first level`);
  let level = 0;
  for (const heading of headings) {
    const its = Number(heading.tagName.slice(1));
    if (its > level + 1) tell('structure', heading, `a heading of level ${its} after one of level ${level}`);
    level = its;
  }
  const ids = new Set<string>();
  for (const element of document.querySelectorAll('[id]')) {
    if (ids.has(element.id)) tell('structure', element, `the id ${element.id} is another's too`);
    ids.add(element.id);
  }
  for (const attribute of ['aria-labelledby', 'aria-describedby', 'for']) {
    for (const element of all(`[${attribute}]`)) {
      for (const id of (element.getAttribute(attribute) ?? '').split(/\s+/)) {
        if (id !== '' && !ids.has(id)) tell('structure', element, `${attribute} names ${id}, which is not there`);
      }
    }
  }
  // What sticks at the top of a long table is a table of its own.
  for (const table of all('table:not(.ant-table-body table)'))
    if (table.querySelector('th') === null && table.querySelector('tr') !== null)
      tell('structure', table, 'a table without heads');
  for (const item of all('li'))
    if (item.parentElement?.closest('ul, ol, menu, [role="list"], [role="menu"], [role="tablist"]') === null)
      tell('structure', item, 'an item of no list');
  for (const outer of all('a[href], button')) {
    const inner = outer.querySelector('a[href], button, input, select, textarea');
    if (inner !== null) tell('structure', outer, `holds a ${inner.tagName.toLowerCase()}`);
  }
  for (const image of all('img:not([alt]), svg[role="img"]:not([aria-label], [aria-labelledby])'))
    if (image.querySelector(':scope > title') === null) tell('name', image, image.outerHTML.slice(0, 120));
  for (const dialog of all('[role="dialog"]'))
    if (nameOf(dialog) === '' || !dialog.matches('[aria-label], [aria-labelledby]'))
      tell('name', dialog, 'a dialog without a name');

  (document.activeElement as HTMLElement | null)?.blur();
  still.remove();
  return flaws;
}

/** Latin words that stand on Chinese pages by right: names of formats, hashes and units that Chinese readers use as they are. */
const latin = [
  'APR',
  'IRR',
  'PDF',
  'PNG',
  'JPEG',
  'CSV',
  'EN',
  'English',
  'SHA',
  'MB',
  'OK',
  'DMN',
  'XML',
  'Clearline',
  'ID',
];

/** Looks at the page as it stands, in one language; the caller chooses its size and colours. */
export async function flawsOf(page: Page, demand: { touch: boolean; language: 'zh' | 'en' }): Promise<Flaw[]> {
  // A key press first: from then on the browser shows focus as it does to those who use the keyboard.
  await page.keyboard.press('Shift');
  return page.evaluate(inspect, {
    target: demand.touch ? 44 : null,
    language: demand.language,
    latin,
  });
}
