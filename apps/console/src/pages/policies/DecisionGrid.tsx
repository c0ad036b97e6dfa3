import { amount, type PolicyDetail, type PolicyTableView, rate } from '@clearline/client';
import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useText, wordFor } from '../../i18n/context.tsx';
import { download } from '../../lib/download.ts';
import { count, span } from '../../lib/format.ts';
import { unitText } from '../../lib/unit-text.ts';
import { Check, State } from '../../ui/State.tsx';

/** A decision table as a table: inputs, outputs, the reason a rule gives, and what became of its hits. */
export function DecisionGrid({
  table,
  parameters,
}: {
  table: PolicyTableView;
  parameters: PolicyDetail['parameters'];
}) {
  const { t, local, language } = useText();
  const bound = new Map(parameters.map((parameter) => [parameter.name, unitText(parameter.value, language)]));
  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>
            {local(table.name)} <span className="muted small">{wordFor(t.words.hitPolicy, table.hitPolicy)}</span>
          </h2>
          <Button icon={<DownloadOutlined />} onClick={() => download(`${table.id}.dmn`, 'application/xml', table.dmn)}>
            {t.policy.download}
          </Button>
        </div>
        <Findings table={table} />
        <p className="muted small scroll-hint">{t.policy.scrollHint}</p>
        <div className="scroll-x" role="region" aria-label={local(table.name)} tabIndex={0}>
          <table className="grid pinned decision-grid">
            <caption>{t.policy.anyHelp}</caption>
            <Heads table={table} />
            <tbody>
              {table.rules.map((rule) => (
                <RuleRow key={rule.id} table={table} rule={rule} bound={bound} />
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <InputList table={table} />
    </>
  );
}

function Heads({ table }: { table: PolicyTableView }) {
  const { t, prose } = useText();
  return (
    <thead>
      <tr>
        <th scope="col">{t.policy.rule}</th>
        {table.inputs.map((input) => (
          <th key={input.name} scope="col" title={input.name}>
            {prose(input.label)}
          </th>
        ))}
        {table.outputs.map((output) => (
          <th key={output} scope="col" className="decision-output" title={output}>
            {wordFor(t.words.output, output)}
          </th>
        ))}
        <th scope="col">{t.policy.reason}</th>
        <th scope="col" className="r">
          {t.policy.hits}
        </th>
        <th scope="col" className="r">
          {t.policy.contested}
        </th>
        <th scope="col" className="r">
          {t.policy.overturned}
        </th>
      </tr>
    </thead>
  );
}

function RuleRow({
  table,
  rule,
  bound,
}: {
  table: PolicyTableView;
  rule: PolicyTableView['rules'][number];
  bound: ReadonlyMap<string, string>;
}) {
  const { t, local, prose } = useText();
  const found = table.findings.filter((finding) => finding.ruleIds.includes(rule.id));
  return (
    <tr>
      <th scope="row">
        <span className="mono">{rule.id}</span>
        {found.map((finding) => (
          <div key={finding.kind}>
            <State tone="attention" title={local(finding.text)}>
              {wordFor(t.words.finding, finding.kind)}
            </State>
          </div>
        ))}
      </th>
      {table.inputs.map((input, index) => (
        <td key={input.name}>
          <Cell text={rule.cells[index] ?? '-'} bound={bound} />
        </td>
      ))}
      {table.outputs.map((output, index) => (
        <td key={output} className="decision-output">
          <Output name={output} text={rule.outputs[index] ?? ''} />
        </td>
      ))}
      <td title={rule.reasonCode ?? ''}>{rule.reasonTitle === null ? '—' : prose(rule.reasonTitle)}</td>
      <td className="r">{count(rule.hits)}</td>
      <td className="r">{count(rule.contested)}</td>
      <td className="r">
        {rule.overturned > 0 ? <strong className="form-error">{count(rule.overturned)}</strong> : 0}
      </td>
    </tr>
  );
}

/** An input cell: the condition with its parameters as they are bound now; as the policy has it on hover. */
function Cell({ text, bound }: { text: string; bound: ReadonlyMap<string, string> }) {
  const { language } = useText();
  if (text === '-') return <span className="muted">-</span>;
  const now = unitText(text, language).replaceAll(/p_\w+/g, (name) => bound.get(name) ?? name);
  return (
    <span className={now === text ? 'mono' : 'num'} title={text}>
      {now}
    </span>
  );
}

/** Outputs that the table keeps in minor units. */
const outputUnits: Readonly<Record<string, (value: number) => string>> = { cap_fen: amount, daily_rate_ppb: rate };

/** An output cell: an action is shown by its word, with the code as the table has it on hover. */
function Output({ name, text }: { name: string; text: string }) {
  const { t } = useText();
  const code = text.replaceAll('"', '');
  if (code === '' || code === 'null') return <span className="muted">—</span>;
  const unit = /^\d+$/.test(code) ? outputUnits[name] : undefined;
  if (unit !== undefined) return <span className="num">{unit(Number(code))}</span>;
  const word = wordFor(t.words.action, code);
  return word === code ? <span className="mono">{text}</span> : <span title={text}>{word}</span>;
}

function Findings({ table }: { table: PolicyTableView }) {
  const { t, local } = useText();
  return (
    <div style={{ marginBottom: 12 }} aria-label={t.policy.findings}>
      {table.findings.length === 0 ? (
        <Check held>{t.policy.noFindings}</Check>
      ) : (
        <ul className="effect">
          {table.findings.map((finding) => (
            <li key={`${finding.kind}-${finding.text.en}`}>
              <State tone="attention">{wordFor(t.words.finding, finding.kind)}</State> {local(finding.text)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function InputList({ table }: { table: PolicyTableView }) {
  const { t, prose } = useText();
  return (
    <section className="panel">
      <h2>{t.policy.inputsTitle}</h2>
      <div className="scroll-x">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t.inputs.name}</th>
              <th scope="col">{t.policy.unit}</th>
              <th scope="col">{t.policy.source}</th>
              <th scope="col">{t.policy.freshness}</th>
              <th scope="col">{t.policy.actionability}</th>
            </tr>
          </thead>
          <tbody>
            {table.inputs.map((input) => (
              <tr key={input.name}>
                <th scope="row">
                  {prose(input.label)} <div className="mono muted">{input.name}</div>
                </th>
                <td>{wordFor(t.words.unit, input.unit)}</td>
                <td>{prose(input.source)}</td>
                <td className="num">
                  {input.freshnessHours === null ? t.policy.noExpiry : span(input.freshnessHours, t.policy)}
                </td>
                <td>{wordFor(t.words.actionability, input.actionability)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
