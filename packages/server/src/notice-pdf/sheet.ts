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
const codeSide = 100;

/** A column of a table; `share` is its part of the page’s width, and all shares sum to 1. */
export interface SheetColumn {
  readonly label: string;
  readonly share: number;
  readonly right?: true;
}

/** A4 page that text flows down, with the few shapes that a notice needs. */
export interface Sheet {
  title(text: string, small: string): void;
  /** A heading that is not left alone at the end of a page; one of a table stays with its head and first row. */
  heading(text: string, of?: 'table'): void;
  paragraph(text: string, tone?: 'ink' | 'muted'): void;
  /** Label and value side by side. */
  pair(label: string, value: string): void;
  bullet(text: string): void;
  /** A numbered block with a title and pairs, kept on one page. */
  card(title: string, pairs: readonly (readonly [string, string])[]): void;
  /** A text as a square code for cameras, with pairs and words beside it, kept on one page. */
  code(text: string, pairs: readonly (readonly [string, string])[], caption: string): void;
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

  function pairAt(label: string, value: string, x: number, wide: number): void {
    const valueWidth = wide - labelWidth;
    room(heightOf(value, 'text', 10, valueWidth));
    const y = doc.y;
    set('text', 9, colours.muted).text(label, x, y + 1, { width: labelWidth - 8, lineGap: 2 });
    const labelEnd = doc.y;
    set('text', 10, colours.ink).text(value, x + labelWidth, y, { width: valueWidth, lineGap: 2 });
    doc.y = Math.max(doc.y, labelEnd) + 2;
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
      doc.y += 12;
      set('bold', 12, colours.primary).text(text, left, doc.y, { width });
      doc.y += 4;
    },
    paragraph(text, tone = 'ink') {
      room(heightOf(text, 'text', 10, width));
      set('text', 10, colours[tone]).text(text, left, doc.y, { width, lineGap: 2 });
      doc.y += 2;
    },
    pair: (label, value) => pairAt(label, value, left, width),
    bullet(text) {
      room(heightOf(text, 'text', 10, width - 14));
      const y = doc.y;
      doc.circle(left + 4, y + 8, 1.6).fill(colours.primary);
      set('text', 10, colours.ink).text(text, left + 14, y, { width: width - 14, lineGap: 2 });
      doc.y += 2;
    },
    card(title, pairs) {
      const inner = width - 24;
      const body = pairs.reduce(
        (sum, [, value]) => sum + Math.max(14, heightOf(value, 'text', 10, inner - labelWidth)) + 2,
        0,
      );
      const height = heightOf(title, 'bold', 11, inner) + body + 24;
      room(height + 8);
      const top = doc.y;
      doc.roundedRect(left, top, width, height, 6).fillAndStroke(colours.soft, colours.line);
      set('bold', 11, colours.ink).text(title, left + 12, top + 10, { width: inner, lineGap: 2 });
      doc.y += 4;
      for (const [label, value] of pairs) pairAt(label, value, left + 12, inner);
      doc.y = top + height + 8;
    },
    code(text, pairs, caption) {
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
      doc.y = top + 2;
      for (const [label, value] of pairs) pairAt(label, value, beside, inner);
      set('text', 8, colours.muted).text(caption, beside, doc.y, { width: inner, lineGap: 1 });
      doc.y = Math.max(doc.y, top + codeSide);
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
