import type { InputValue, RuleTrace } from '@clearline/client';
import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { Prose } from '../../ui/Prose.tsx';
import { State } from '../../ui/State.tsx';
import { unitText } from '../../lib/unit-text.ts';

/** The decision tables as they were walked: one row per rule, with each condition it tests and the value it saw. */
export function Trace({ trace, inputs }: { trace: readonly RuleTrace[]; inputs: readonly InputValue[] }) {
  const { t, local } = useText();
  const [firedOnly, setFiredOnly] = useState(false);
  const tables = groupByTable(trace);
  const labels = new Map(inputs.map((input) => [input.name, local(input.label)]));
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.decision.trace}</h2>
        <Checkbox checked={firedOnly} onChange={(event) => setFiredOnly(event.target.checked)}>
          {t.decision.onlyFired}
        </Checkbox>
      </div>
      {tables.length === 0 ? (
        <p className="muted">{t.decision.noTrace}</p>
      ) : (
        <div className="stack">
          {tables.map((rules) => (
            <TraceTable
              key={rules[0]?.tableId}
              rules={firedOnly ? rules.filter((rule) => rule.fired) : rules}
              labels={labels}
              first={rules[0]}
            />
          ))}
        </div>
      )}
    </section>
  );
}

function TraceTable({
  rules,
  labels,
  first,
}: {
  rules: readonly RuleTrace[];
  labels: ReadonlyMap<string, string>;
  first: RuleTrace | undefined;
}) {
  const { t, local, prose } = useText();
  return (
    <div className="scroll-x">
      <table className="grid pinned">
        <caption>
          {first === undefined ? '' : local(first.tableName)} · {t.decision.traceLead}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t.decision.rule}</th>
            <th scope="col">{t.decision.result}</th>
            <th scope="col">{t.decision.tests}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.ruleId} className={rule.fired ? 'fired' : undefined}>
              <th scope="row">
                <span className="mono">{rule.ruleId}</span>
                <div className="trace-rule muted small">{prose(rule.ruleText)}</div>
              </th>
              <td>
                {rule.fired ? (
                  <State tone="attention">{t.decision.fired}</State>
                ) : (
                  <span className="muted">{t.decision.notFired}</span>
                )}
              </td>
              <td>
                <ul className="trace-tests">
                  {rule.cells.map((cell) => (
                    <li key={cell.input}>
                      <span title={cell.input}>
                        <Prose text={expressionText(cell.input, labels)} />
                      </span>{' '}
                      <TraceCell cell={cell} />
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TraceCell({ cell }: { cell: RuleTrace['cells'][number] }) {
  const { t, language } = useText();
  return (
    <span className={cell.matched ? 'trace-cell trace-hit' : 'trace-cell trace-miss'}>
      <span className="mono">{unitText(cell.condition, language)}</span>
      <span className="num">
        {cell.matched ? <CheckOutlined aria-label={t.common.yes} /> : <CloseOutlined aria-label={t.common.no} />}{' '}
        {unitText(cell.value, language)}
      </span>
    </span>
  );
}

function groupByTable(trace: readonly RuleTrace[]): readonly (readonly RuleTrace[])[] {
  const groups = new Map<string, RuleTrace[]>();
  for (const rule of trace) {
    const group = groups.get(rule.tableId);
    if (group === undefined) groups.set(rule.tableId, [rule]);
    else group.push(rule);
  }
  return [...groups.values()];
}

/** What a test is of: the label of its input; for a ratio of two, both labels with the sign between. */
function expressionText(expression: string, labels: ReadonlyMap<string, string>): string {
  return expression.replaceAll(/[A-Za-z_]\w*/g, (name) => labels.get(name) ?? name);
}
