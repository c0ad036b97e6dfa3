import { createRequire } from 'node:module';
import Pdf from 'pdfkit';
import encodeQr from 'qr';

const packages = createRequire(import.meta.url);
const fontPath = (weight: string): string =>
  packages.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);

const colours = { ink: '#16202E', muted: '#5B6675', line: '#E3E7EC', primary: '#0B6E69', soft: '#F5F7F9' } as const;
const margin = 52;
const footerHeight = 16;
const labelWidth = 96;
/** The few labels of a card are short, and what stands beside them wraps less often. */
const cardLabelWidth = 80;
const codeSide = 100;
const hashSize = 7;
const headingGap = 9;
const bulletIndent = 14;
/** Between the two halves of a row, and between a title and what stands at the end of its line. */
const halfGap = 12;
const asideGap = 24;

/** A column of a table; `share` is its part of the page’s width, and all shares sum to 1. */
export interface SheetColumn {
  readonly label: string;
  readonly share: number;
  readonly right?: true;
}

/** What stands on the page as one piece with its neighbours. */
export type SheetPart =
  | { readonly heading: string }
  | { readonly paragraph: string }
  | { readonly bullet: string }
  | { readonly pair: readonly [label: string, value: string] }
  | { readonly code: string; readonly pairs: readonly (readonly [string, string])[]; readonly caption: string };

/** A4 page that text flows down, with the few shapes that a notice needs. */
export interface Sheet {
  title(text: string, small: string): void;
  /** A heading that is not left alone at the end of a page; one of a table stays with its head and first row. */
  heading(text: string, of?: 'table'): void;
  paragraph(text: string, tone?: 'ink' | 'muted'): void;
  /** Label and value side by side. */
  pair(label: string, value: string): void;
  /** Two short ones beside each other; each keeps to its half, and wraps there. */
  pairs(left: readonly [label: string, value: string], right: readonly [label: string, value: string]): void;
  bullet(text: string): void;
  /**
   * A numbered block with a title and pairs, kept on one page. Where there is room, what is said of all of them stands small at the
   * end of the title’s line; else it is the second pair.
   */
  card(
    title: string,
    pairs: readonly (readonly [string, string])[],
    aside: { readonly text: string; readonly pair: readonly [string, string] },
  ): void;
  /**
   * Parts that are read together, on one page; a code is a square for cameras, with pairs and words beside it. Only what is
   * longer than a page is cut.
   */
  together(parts: readonly SheetPart[]): void;
  /** Rows under a header that is repeated on every page; rows are never cut in two. */
  table(columns: readonly SheetColumn[], rows: readonly (readonly string[])[], total?: readonly string[]): void;
  /** Ends the document with a footer on every page. */
  end(footer: (page: number, of: number) => string): Promise<Uint8Array>;
}

/** Between a column and the next; figures, which end at the right, keep more of it. */
const cellGap = { text: 6, figures: 14 } as const;
const gapOf = (column: SheetColumn): number => (column.right ? cellGap.figures : cellGap.text);

export function newSheet(info: { readonly title: string; readonly author: string; readonly issuedAt: Date }): Sheet {
  const doc = new Pdf({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom: margin + footerHeight },
    bufferPages: true,
    info: { Title: info.title, Author: info.author, CreationDate: info.issuedAt, ModDate: info.issuedAt },
  });
  doc.registerFont('text', fontPath('400Regular'));
  doc.registerFont('bold', fontPath('600SemiBold'));
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const left = margin;
  const width = doc.page.width - 2 * margin;
  const bottom = (): number => doc.page.height - margin - footerHeight;

  const set = (font: 'text' | 'bold', size: number, colour: string) => doc.font(font).fontSize(size).fillColor(colour);
  const heightOf = (text: string, font: 'text' | 'bold', size: number, wide: number): number =>
    set(font, size, colours.ink).heightOfString(text, { width: wide, lineGap: 2 });
  const room = (height: number): void => {
    if (doc.y + height > bottom()) doc.addPage();
  };

  function pairAt(label: string, value: string, x: number, wide: number, size = 10, labelWide = labelWidth): void {
    const valueWidth = wide - labelWide;
    room(heightOf(value, 'text', size, valueWidth));
    const y = doc.y;
    set('text', 9, colours.muted).text(label, x, y + 1, { width: labelWide - 8, lineGap: 2 });
    const labelEnd = doc.y;
    // Smaller letters stand on the same line as their label.
    set('text', size, colours.ink).text(value, x + labelWide, y + (10 - size), { width: valueWidth, lineGap: 2 });
    doc.y = Math.max(doc.y, labelEnd) + 2;
  }

  function codeAt(text: string, pairs: readonly (readonly [string, string])[], caption: string): void {
    // With its own quiet zone, so that a frame or a word beside it does not blind a camera.
    const cells = encodeQr(text, 'raw', { ecc: 'medium', border: 2 });
    room(codeSide + 8);
    const top = doc.y + 4;
    const cell = codeSide / cells.length;
    for (const [row, line] of cells.entries())
      for (const [column, dark] of line.entries())
        if (dark) doc.rect(left + column * cell, top + row * cell, cell, cell);
    doc.fill('#000000');
    const beside = left + codeSide + 12;
    const inner = width - codeSide - 12;
    doc.y = top + 8;
    // A hash of 64 letters is read and copied whole: it is not cut in two lines.
    for (const [label, value] of pairs) pairAt(label, value, beside, inner, value.length < 40 ? 10 : hashSize);
    set('text', 8, colours.muted).text(caption, beside, doc.y + 4, { width: inner, lineGap: 1 });
    doc.y = Math.max(doc.y, top + codeSide);
  }

  function headingAt(text: string): void {
    doc.y += headingGap;
    set('bold', 12, colours.primary).text(text, left, doc.y, { width });
    doc.y += 4;
  }

  function paragraphAt(text: string, tone: 'ink' | 'muted'): void {
    room(heightOf(text, 'text', 10, width));
    set('text', 10, colours[tone]).text(text, left, doc.y, { width, lineGap: 2 });
    doc.y += 2;
  }

  function bulletAt(text: string): void {
    room(heightOf(text, 'text', 10, width - bulletIndent));
    const y = doc.y;
    doc.circle(left + 4, y + 8, 1.6).fill(colours.primary);
    set('text', 10, colours.ink).text(text, left + bulletIndent, y, { width: width - bulletIndent, lineGap: 2 });
    doc.y += 2;
  }

  /** As each part is drawn above; a line more than that would leave a page too early, less would cut the group. */
  function partHeight(part: SheetPart): number {
    if ('heading' in part)
      return headingGap + set('bold', 12, colours.primary).heightOfString(part.heading, { width }) + 4;
    if ('paragraph' in part) return heightOf(part.paragraph, 'text', 10, width) + 2;
    if ('bullet' in part) return heightOf(part.bullet, 'text', 10, width - bulletIndent) + 2;
    if ('pair' in part) {
      const label =
        set('text', 9, colours.muted).heightOfString(part.pair[0], { width: labelWidth - 8, lineGap: 2 }) + 1;
      return Math.max(heightOf(part.pair[1], 'text', 10, width - labelWidth), label) + 2;
    }
    return codeSide + 8;
  }

  const rowHeight = (columns: readonly SheetColumn[], cells: readonly string[]): number =>
    Math.max(
      ...columns.map((column, index) => heightOf(cells[index] ?? '', 'text', 9, width * column.share - gapOf(column))),
    ) + 5;

  function rowAt(columns: readonly SheetColumn[], cells: readonly string[], tone: 'ink' | 'muted' | 'bold'): void {
    const height = rowHeight(columns, cells);
    const y = doc.y;
    let x = left;
    for (const [index, column] of columns.entries()) {
      set(tone === 'bold' ? 'bold' : 'text', 9, tone === 'muted' ? colours.muted : colours.ink);
      const align = column.right ? 'right' : 'left';
      doc.text(cells[index] ?? '', x, y + 3, { width: width * column.share - gapOf(column), align, lineGap: 2 });
      x += width * column.share;
    }
    doc
      .moveTo(left, y + height)
      .lineTo(left + width, y + height)
      .lineWidth(0.5)
      .strokeColor(colours.line)
      .stroke();
    doc.y = y + height;
  }

  return {
    title(text, small) {
      set('text', 9, colours.muted).text(small, left, margin - 16, { width });
      set('bold', 20, colours.ink).text(text, left, doc.y + 8, { width, lineGap: 2 });
      doc
        .moveTo(left, doc.y + 6)
        .lineTo(left + width, doc.y + 6)
        .lineWidth(1.5)
        .strokeColor(colours.primary)
        .stroke();
      doc.y += 16;
    },
    heading(text, of) {
      room(of === 'table' ? 110 : 60);
      headingAt(text);
    },
    paragraph: (text, tone = 'ink') => paragraphAt(text, tone),
    pair: (label, value) => pairAt(label, value, left, width),
    pairs(one, other) {
      const half = width / 2;
      room(Math.max(...[one, other].map(([, value]) => heightOf(value, 'text', 10, half - labelWidth - halfGap))));
      const y = doc.y;
      pairAt(one[0], one[1], left, half - halfGap);
      const end = doc.y;
      doc.y = y;
      pairAt(other[0], other[1], left + half, half);
      doc.y = Math.max(doc.y, end);
    },
    bullet: bulletAt,
    card(title, own, aside) {
      const inner = width - 24;
      const titleWide = set('bold', 11, colours.ink).widthOfString(title);
      const asideWide = set('text', 9, colours.muted).widthOfString(aside.text);
      const fits = titleWide + asideGap + asideWide <= inner;
      const pairs = fits ? own : own.toSpliced(1, 0, aside.pair);
      const body = pairs.reduce(
        (sum, [, value]) => sum + Math.max(14, heightOf(value, 'text', 10, inner - cardLabelWidth)) + 2,
        0,
      );
      const height = heightOf(title, 'bold', 11, inner) + body + 17;
      room(height + 6);
      const top = doc.y;
      doc.roundedRect(left, top, width, height, 6).fillAndStroke(colours.soft, colours.line);
      // Smaller letters stand on the same line as the title.
      if (fits)
        set('text', 9, colours.muted).text(aside.text, left + 12, top + 10, {
          width: inner,
          align: 'right',
          lineBreak: false,
        });
      set('bold', 11, colours.ink).text(title, left + 12, top + 8, { width: inner, lineGap: 2 });
      doc.y += 4;
      for (const [label, value] of pairs) pairAt(label, value, left + 12, inner, 10, cardLabelWidth);
      doc.y = top + height + 6;
    },
    together(parts) {
      room(parts.reduce((sum, part) => sum + partHeight(part), 0));
      for (const part of parts) {
        if ('heading' in part) headingAt(part.heading);
        else if ('paragraph' in part) paragraphAt(part.paragraph, 'ink');
        else if ('bullet' in part) bulletAt(part.bullet);
        else if ('pair' in part) pairAt(part.pair[0], part.pair[1], left, width);
        else codeAt(part.code, part.pairs, part.caption);
      }
    },
    table(columns, rows, total) {
      const header = columns.map((column) => column.label);
      if (doc.y + 60 > bottom()) doc.addPage();
      rowAt(columns, header, 'muted');
      for (const row of rows) {
        if (doc.y + rowHeight(columns, row) > bottom()) {
          doc.addPage();
          rowAt(columns, header, 'muted');
        }
        rowAt(columns, row, 'ink');
      }
      if (total !== undefined) {
        room(rowHeight(columns, total));
        rowAt(columns, total, 'bold');
      }
      doc.y += 6;
    },
    end(footer) {
      const { start, count } = doc.bufferedPageRange();
      for (let page = start; page < start + count; page += 1) {
        doc.switchToPage(page);
        // Below the text area: without this pdfkit would begin a new page for the footer.
        doc.page.margins.bottom = 0;
        const text = footer(page - start + 1, count);
        set('text', 8, colours.muted).text(text, left, doc.page.height - margin + 4, { width, lineBreak: false });
      }
      return new Promise((resolve, reject) => {
        doc.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
        doc.on('error', reject);
        doc.end();
      });
    },
  };
}
