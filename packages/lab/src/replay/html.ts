import type { PolicySet } from '@clearline/line';
import type { ReplayReport, Verdict } from './report.ts';

/** The report as one self-contained page, both languages, no scripts. */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const number = (value: number): string => value.toLocaleString('en-US');
const percent = (bp: number | null): string => (bp === null ? '—' : `${(bp / 100).toFixed(2)}%`);
/** Large sums in millions of the currency, which is how a portfolio is read. */
const millions = (fen: number): string => `${number(Math.round(fen / 100 / 10_000) / 100)}M`;
const both = (zh: string, en: string): string => `<span lang="zh">${zh}</span> <small lang="en">${en}</small>`;

export const reportHtml = (report: ReplayReport, policies: PolicySet): string => {
  const { portfolio, outcome, baselines } = report;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Clearline · ${escape(portfolio.mapping)}</title><style>${STYLE}</style></head><body><main>
<h1>${both('用真实组合检验策略', 'The policy on a real portfolio')}</h1>
<p class="muted">${escape(portfolio.about)} · ${number(portfolio.clients)} ${both('位客户', 'clients')} · ${portfolio.months} ${both('个月', 'months')} · ${both('策略版本', 'policy')} ${escape(report.policy.version)}</p>
<section class="tiles">
${tile('信用良好却被系统单独下调、停用或关闭', 'cut by the machine alone in good standing', number(report.guarantees.machineOnlyCutsInGoodStanding), 'G3')}
${tile('后来没有违约的客户被限制', 'non-defaulters restricted at some point', percent(outcome.goodRestrictedShareBp), number(outcome.goodRestricted))}
${tile('违约客户此前已被限制', 'defaulters restricted before they defaulted', percent(outcome.defaultersRestrictedShareBp), `${number(outcome.defaultersRestricted)} / ${number(portfolio.defaulters)}`)}
${tile('限制中确有违约的比例', 'precision of restrictions', percent(outcome.precisionBp), number(outcome.restricted))}
</section>
<h2>${both('与两种简单做法相比', 'Beside two simple rules on the same rows')}</h2>
<div class="scroll"><table><thead><tr><th>${both('做法', 'rule')}</th><th>${both('被限制', 'restricted')}</th><th>${both('方式', 'how')}</th><th>${both('好客户被限制', 'good restricted')}</th><th>${both('从未逾期者被限制', 'never late, restricted')}</th><th>${both('违约者被限制', 'defaulters restricted')}</th><th>${both('精确率', 'precision')}</th><th>${both('总额度 前→后', 'limits before → after')}</th><th>${both('违约者额度 前→后', 'defaulters’ limits')}</th></tr></thead><tbody>
${row(both('明借策略', 'Clearline policy'), outcome)}${baselines.map((baseline) => row(BASELINES[baseline.name] ?? escape(baseline.name), baseline)).join('')}
</tbody></table></div>
<h2>${both('每月变动', 'Month by month')}</h2>
${chart(report)}
<div class="scroll"><table><thead><tr><th>${both('月份', 'month')}</th><th>${both('上调', 'raised')}</th><th>${both('下调', 'reduced')}</th><th>${both('恢复', 'restored')}</th><th>${both('暂停或验证', 'holds')}</th><th>${both('交人工', 'put before people')}</th><th>${both('限制中（资质）', 'restricted, eligibility')}</th><th>${both('总额度', 'limits')}</th></tr></thead><tbody>
${report.months.map((month) => `<tr><td>${month.month}</td><td>${number(month.raised)}</td><td>${number(month.reduced)}</td><td>${number(month.lifted)}</td><td>${number(month.holds)}</td><td>${number(month.putBeforePeople)}</td><td>${number(month.restrictedByCause['ELIGIBILITY'] ?? 0)}</td><td>${millions(month.limitAfterFen)}</td></tr>`).join('')}
</tbody></table></div>
<h2>${both('原因出现次数', 'Reasons by frequency')}</h2>
<div class="scroll"><table><thead><tr><th>${both('原因', 'reason')}</th><th>${both('月数', 'client-months')}</th></tr></thead><tbody>
${report.reasons.map((reason) => `<tr><td>${both(escape(policies.reasons[reason.code]?.title.zh ?? reason.code), escape(policies.reasons[reason.code]?.title.en ?? ''))}</td><td>${number(reason.months)}</td></tr>`).join('')}
</tbody></table></div>
<p class="muted">${both('文件没有提供、因此相应规则不会触发的数据：', 'What the file does not give, so rules that need it never fire:')} ${report.inputsAbsent.map((name) => both(escape(policies.inputs[name]?.label.zh ?? name), escape(policies.inputs[name]?.label.en ?? ''))).join(' · ')}</p>
<p class="muted">${both('额度为名义值；客户的余额取自原文件，不随策略变化。金额单位：', 'Limits are nominal; balances are the file’s own and do not react to the policy. Amounts in')} ${escape(portfolio.currency)}.</p>
</main></body></html>
`;
};

const BASELINES: Readonly<Record<string, string>> = {
  'late now → close': both('一逾期就关闭', 'late now → close'),
  'any trigger → close': both('任何信号就关闭', 'any trigger → close: late, or 80% of the limit used'),
};
const HOW: Readonly<Record<string, string>> = {
  LIMIT_REDUCED: both('下调', 'reduced'),
  CLOSURE: both('关闭', 'closed'),
};

const tile = (zh: string, en: string, value: string, note: string): string =>
  `<div class="tile"><p class="value">${value}</p><p>${both(zh, en)}</p><p class="muted">${note}</p></div>`;

const row = (name: string, verdict: Verdict): string =>
  `<tr><td>${name}</td><td>${number(verdict.restricted)}</td><td>${
    Object.keys(verdict.restrictedByAction)
      .map((action) => HOW[action] ?? escape(action))
      .join(', ') || '—'
  }</td><td>${percent(verdict.goodRestrictedShareBp)}</td><td>${number(verdict.cleanRestricted)} / ${number(verdict.cleanClients)}</td><td>${percent(verdict.defaultersRestrictedShareBp)}</td><td>${percent(verdict.precisionBp)}</td><td>${millions(verdict.exposureBeforeFen)} → ${millions(verdict.exposureAfterFen)}</td><td>${millions(verdict.defaulterExposureBeforeFen)} → ${millions(verdict.defaulterExposureAfterFen)}</td></tr>`;

/** Reduced and raised per month, as bars with their numbers on them. */
const chart = (report: ReplayReport): string => {
  const top = Math.max(1, ...report.months.flatMap((month) => [month.raised, month.reduced, month.lifted]));
  const step = 110;
  const bar = (x: number, value: number, colour: string): string => {
    const height = Math.round((value / top) * 120);
    return `<rect x="${x}" y="${140 - height}" width="26" height="${height}" rx="3" fill="${colour}"/><text x="${x + 13}" y="${134 - height}" text-anchor="middle">${number(value)}</text>`;
  };
  const bars = report.months.map(
    (month, index) =>
      `${bar(index * step + 8, month.raised, '#0B6E69')}${bar(index * step + 38, month.reduced, '#9A5B00')}${bar(index * step + 68, month.lifted, '#15693A')}<text x="${index * step + 51}" y="158" text-anchor="middle">${month.month}</text>`,
  );
  return `<div class="scroll"><svg role="img" aria-label="raised, reduced and restored per month" viewBox="0 0 ${report.months.length * step} 184" width="${report.months.length * step}" height="184">${bars.join('')}<g transform="translate(8,178)"><text fill="#0B6E69">■ 上调 raised</text><text x="110" fill="#9A5B00">■ 下调 reduced</text><text x="230" fill="#15693A">■ 恢复 restored</text></g></svg></div>`;
};

const STYLE = `body{margin:0;background:#F5F7F9;color:#16202E;font:16px/1.5 "PingFang SC","Noto Sans SC","Microsoft YaHei",system-ui,sans-serif}main{max-width:1400px;margin:0 auto;padding:24px 16px}h1{font-size:28px;margin:0 0 4px}h2{font-size:20px;margin:32px 0 12px}small{color:#5B6675;font-size:12px}.muted{color:#5B6675;font-size:14px}.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:12px;margin-top:20px}.tile{background:#fff;border:1px solid #E3E7EC;border-radius:12px;padding:16px}.tile p{margin:0}.tile small{display:block}.value{font-size:28px;font-variant-numeric:tabular-nums}.scroll+.scroll{margin-top:12px}.scroll{overflow-x:auto;background:#fff;border:1px solid #E3E7EC;border-radius:12px}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:14px}th,td{padding:10px 12px;text-align:right;border-bottom:1px solid #E3E7EC;white-space:nowrap}th:first-child,td:first-child{text-align:left}th small,td small{display:block}tbody tr:last-child td{border-bottom:0}svg{display:block;padding:16px;font-size:12px;fill:#16202E}`;
