import { createRequire } from 'node:module';
import Pdf from 'pdfkit';

const packages = createRequire(import.meta.url);
const fontPath = (weight: string): string =>
  packages.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);

const colours = { ink: '#16202E', muted: '#5B6675', line: '#E3E7EC', primary: '#0B6E69', soft: '#F5F7F9' } as const;
const margin = 52;
const footerHeight = 16;
const labelWidth = 96;

/** A4 page that text flows down, with the few shapes that a notice needs. */
export interface Sheet {
  title(text: string, small: string): void;
  heading(text: string): void;
  paragraph(text: string, tone?: 'ink' | 'muted'): void;
  /** Label and value side by side. */
  pair(label: string, value: string): void;
  bullet(text: string): void;
  /** A numbered block with a title and pairs, kept on one page. */
  card(title: string, pairs: readonly (readonly [string, string])[]): void;
  /** Ends the document with a footer on every page. */
  end(footer: (page: number, of: number) => string): Promise<Uint8Array>;
}

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
    heading(text) {
      room(60);
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
