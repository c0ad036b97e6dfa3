import { type InputValue, moment } from '@clearline/client';
import { useText } from '../i18n/context.tsx';
import { span } from '../lib/format.ts';
import { Prose } from './Prose.tsx';
import { State } from './State.tsx';

/** What a decision saw: value, where it came from, when, and whether it was fresh enough to count (G5). */
export function InputsTable({ inputs, changed }: { inputs: readonly InputValue[]; changed?: readonly string[] }) {
  const { t, local, prose } = useText();
  if (inputs.length === 0) return <p className="muted">{t.inputs.empty}</p>;
  return (
    <div className="scroll-x">
      <table className="grid pinned">
        <thead>
          <tr>
            <th scope="col">{t.inputs.name}</th>
            <th scope="col" className="r">
              {t.inputs.value}
            </th>
            <th scope="col">{t.inputs.window}</th>
            <th scope="col">{t.inputs.source}</th>
            <th scope="col">{t.inputs.observedAt}</th>
            <th scope="col">{t.inputs.fresh}</th>
          </tr>
        </thead>
        <tbody>
          {inputs.map((input) => (
            <tr key={input.name} className={changed?.includes(input.name) ? 'fired' : undefined}>
              <th scope="row" title={input.name}>
                {prose(input.label)}
              </th>
              <td className="r">{input.value === null ? '—' : local(input.text)}</td>
              <td>{input.window === null ? '—' : local(input.window)}</td>
              <td>{prose(input.source)}</td>
              <td className="num">{input.observedAt === null ? '—' : moment(input.observedAt)}</td>
              <td>
                <Freshness input={input} />
                {input.freshnessHours !== null && (
                  <div className="muted small nowrap">{t.inputs.keeps(span(input.freshnessHours, t.policy))}</div>
                )}
                {input.fallsOn !== null && (
                  <div className="muted small">
                    <Prose text={t.inputs.falls(moment(input.fallsOn))} />
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Freshness({ input }: { input: InputValue }) {
  const { t } = useText();
  if (input.value === null) return <State tone="quiet">{t.inputs.missing}</State>;
  return input.fresh ? <State tone="good">{t.inputs.isFresh}</State> : <State tone="attention">{t.inputs.stale}</State>;
}
