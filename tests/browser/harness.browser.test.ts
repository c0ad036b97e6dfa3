import { expect, it } from 'vitest';
import { openBrowser, phone, screenshot } from './harness.ts';

const words = '明借 可用额度 ¥50,000.00 说清楚';

it('renders Chinese with a Chinese font, at two weights', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: phone, deviceScaleFactor: 2 });
    await page.setContent(
      `<!doctype html><meta charset="utf-8"><body style="font:16px sans-serif">
       <p>${words}</p><p style="font-weight:700">${words}</p><p style="font-family:'PingFang SC',system-ui">${words}</p>
       <canvas></canvas></body>`,
    );
    // Characters without a glyph are drawn as the same box; real ones differ from each other.
    const pictures = await page.evaluate(
      (characters) => {
        const canvas = document.querySelector('canvas') as HTMLCanvasElement;
        const context = canvas.getContext('2d') as CanvasRenderingContext2D;
        return characters.map((character) => {
          context.clearRect(0, 0, canvas.width, canvas.height);
          context.font = '32px sans-serif';
          context.fillText(character, 10, 50);
          return canvas.toDataURL();
        });
      },
      ['明', '借', '额', '度'],
    );
    expect(new Set(pictures).size).toBe(4);
    await screenshot(page, 'harness-chinese');
  } finally {
    await browser.close();
  }
});
