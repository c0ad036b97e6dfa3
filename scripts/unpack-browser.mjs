/**
 * node scripts/unpack-browser.mjs DIR: unpacks the browser of the end-to-end tests, with the libraries and fonts it needs,
 * so that no system package has to be installed. Its own unpacker writes to a folder that only the first user of a machine
 * can use.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar-fs';
import { main, Plain } from './lib/say.mjs';

const require = createRequire(import.meta.url);

/** Latin, numbers and Chinese come from the same two weights that the notices are printed in. */
const fonts = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf'];

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const fontsConf = (dir) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${dir}/fonts</dir>
  <cachedir>${dir}/font-cache</cachedir>
  <match><edit name="family" mode="append" binding="weak"><string>Noto Sans SC</string></edit></match>
</fontconfig>
`;

const inflate = (from, to) => pipeline(createReadStream(from), createBrotliDecompress(), to);

await main(async () => {
  const [target] = process.argv.slice(2);
  if (target === undefined) throw new Plain('Usage: node scripts/unpack-browser.mjs DIR');
  const archives = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..', 'bin');
  const fontPackage = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const fresh = `${target}.${process.pid}`;
  await mkdir(join(fresh, 'fonts'), { recursive: true });
  try {
    await inflate(join(archives, 'chromium.br'), createWriteStream(join(fresh, 'chromium'), { mode: 0o755 }));
    await inflate(join(archives, 'swiftshader.tar.br'), extract(fresh));
    await inflate(join(archives, 'al2023.tar.br'), extract(join(fresh, 'al2023')));
    for (const font of fonts) await cp(join(fontPackage, font), join(fresh, 'fonts', font.split('/')[1]));
    await writeFile(join(fresh, 'fonts.conf'), fontsConf(escaped(target)));
    await rename(fresh, target);
  } catch (error) {
    // Somebody else unpacked the same meanwhile.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
});
