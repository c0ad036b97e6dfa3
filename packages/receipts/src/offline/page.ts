import type { TrustedKeys } from '../trust.ts';

export interface VerifierPage {
  readonly lender: { readonly zh: string; readonly en: string };
  readonly trusted: TrustedKeys;
  /** `offline/page-script.ts`, bundled for a browser as one classic script. */
  readonly script: string;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Within a script element only its own end, and the start of a comment, could end it early. */
const inScript = (text: string): string => text.replaceAll('</', '<\\/').replaceAll('<!--', '<\\!--');
const jsonInScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const STYLE = `body{margin:0;padding:24px 16px;background:#f5f7f9;color:#16202e;font:16px/1.5 "PingFang SC","Noto Sans SC","Microsoft YaHei",system-ui,sans-serif}
main{max-width:680px;margin:0 auto}h1{font-size:28px}label{display:block;margin:16px 0 4px;font-weight:600}
textarea{box-sizing:border-box;width:100%;height:120px;font:14px/1.4 ui-monospace,monospace;border:1px solid #5b6675;border-radius:6px;padding:8px}
button{margin:16px 0;padding:12px 24px;font:inherit;color:#fff;background:#0b6e69;border:0;border-radius:6px;cursor:pointer}
:focus-visible{outline:2px solid #0b6e69;outline-offset:2px}#headline{font-size:20px;font-weight:600}#details{white-space:pre-line;overflow-wrap:anywhere}
html[lang="zh-CN"] .en,html[lang="en"] .zh{display:none}header{display:flex;gap:16px;justify-content:space-between;align-items:flex-start}h1{margin:0;line-height:1.3}
#language{flex:none;margin:0;padding:6px 14px;color:#0b6e69;background:none;border:1px solid #0b6e69}#verdict{scroll-margin:16px}@media(max-width:480px){h1{font-size:22px}}
.drop{padding:24px;border:2px dashed #5b6675;border-radius:12px;text-align:center;color:#16202e}.genuine{color:#15693a}.refused{color:#b42318}p{color:#5b6675}`;

/** Both languages stand in the page; it shows the one that its `lang` names. */
const both = (zh: string, en: string): string => `<span class="zh">${zh}</span><span class="en">${en}</span>`;
const result = (id: string): string =>
  `<div id="${id}"><span class="zh" id="${id}-zh"></span><span class="en" id="${id}-en"></span></div>`;

const field = (id: string, zh: string, en: string): string =>
  `<label id="${id}-label" for="${id}">${both(zh, en)}</label><input type="file" id="${id}-file" aria-labelledby="${id}-label"><textarea id="${id}" spellcheck="false"></textarea>`;

/**
 * A page that checks notices alone: saved once, it works without a network, forbids itself to use one, and depends on
 * nobody’s server, the lender’s included. The keys it trusts are written into it.
 */
export const verifierPage = ({ lender, trusted, script }: VerifierPage): string => {
  const [zh, en] = [`${escapeHtml(lender.zh)}通知书验证`, `${escapeHtml(lender.en)}: notice verifier`];
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${zh} · ${en}</title><style>${STYLE}</style></head><body><main>
<header><h1>${both(zh, en)}</h1><button id="language" type="button">${both('English', '中文')}</button></header>
<p>${both('本页离线运行，不会发送任何内容。', 'This page works offline and sends nothing.')}</p>
<p class="drop">${both(
    '把通知书和证明拖到这里，或在下面选择。多份通知书连同各自的证明和“我的记录清单”一次拖入，可检查其间有无遗漏。',
    'Drop the notice and the proof here, or choose them below. Drop several notices with their proofs and the list of your records to see that none is missing.',
  )}</p>
${field('notice', '通知书（JSON）', 'Notice')}
${field('receipt', '证明（.tlog-proof）', 'Proof')}
<button id="check" type="button">${both('验证', 'Verify')}</button>
<div role="status" id="verdict">${result('headline')}${result('details')}</div>
</main><script type="application/json" id="trusted">${jsonInScript(trusted)}</script>
<script>${inScript(script)}</script></body></html>
`;
};
