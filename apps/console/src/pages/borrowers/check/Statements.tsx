import type { BorrowerFile, BusinessStatement, ThreePartCheck } from '@clearline/client';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../i18n/context.tsx';
import { client } from '../../../lib/api.ts';
import { Amount } from '../../../ui/Amount.tsx';
import { Ask } from '../../../ui/Ask.tsx';
import { DayInput } from '../../../ui/DayInput.tsx';
import { SmallTable } from '../../../ui/SmallTable.tsx';
import { State, type Tone } from '../../../ui/State.tsx';
import { AccountFiles } from './AccountFiles.tsx';
import {
  type Figure,
  FIGURE_GROUPS,
  FIGURES,
  MAY_BE_UNKNOWN,
  parseFigure,
  type Period,
  plainStatement,
  typed,
} from './figures.ts';
import { PartHead, type PartProps } from './PartHead.tsx';
import { useFileUpdate } from './use-check.ts';

/** What the statements say: the lines, the ratios with their formulas, and each cross-check with both its sides. */
export function Statements({ id, recorded, memo, mayRecord, files }: PartProps & Pick<ThreePartCheck, 'files'>) {
  const { t } = useText();
  const words = t.check;
  const [asking, setAsking] = useState<number | 'NEW' | null>(null);
  const { periods } = memo;
  return (
    <div className="panel">
      <PartHead title={words.statements} recorded={recorded}>
        {mayRecord
          ? periods.map(({ statement: { periodFrom, periodTo } }, index) => (
              <Button key={periodTo} onClick={() => setAsking(index)}>
                {words.editPeriod} {words.period(periodFrom, periodTo)}
              </Button>
            ))
          : null}
        {mayRecord && periods.length < 5 ? (
          <Button onClick={() => setAsking('NEW')} data-testid="add-period">
            {words.addPeriod}
          </Button>
        ) : null}
      </PartHead>
      <div className="stack">
        <AccountFiles id={id} files={files} periods={periods} mayRecord={mayRecord} />
        {periods.length > 0 ? (
          <div className={periods.length < 3 ? 'narrow' : ''}>
            <Lines periods={periods} />
          </div>
        ) : null}
        {periods.map((period) => (
          <Analysis key={`${period.statement.periodFrom} ${period.statement.periodTo}`} period={period} />
        ))}
      </div>
      <PeriodAsk
        id={id}
        open={asking !== null}
        periods={periods}
        at={typeof asking === 'number' ? asking : null}
        onClose={() => setAsking(null)}
      />
    </div>
  );
}

/** The lines as they were handed in, a period a column. */
function Lines({ periods }: { periods: readonly Period[] }) {
  const { t } = useText();
  const words = t.check;
  const names = [...FIGURES, 'fileInflowsFen', 'bookSalesFen'] as const;
  return (
    <SmallTable
      heads={[words.figure, ...periods.map(({ statement: s }) => words.period(s.periodFrom, s.periodTo))]}
      rows={[
        {
          key: 'basis',
          cells: [words.basis, ...periods.map(({ statement }) => words.bases[statement.basis])],
        },
        ...names.map((name) => ({
          key: name,
          cells: [
            words.figures[name],
            ...periods.map(({ statement }) => <Amount key={statement.periodTo} fen={statement[name]} />),
          ],
        })),
      ]}
    />
  );
}

const tones: Readonly<Record<Period['crossChecks'][number]['outcome'], Tone>> = {
  AGREES: 'good',
  DIFFERS: 'bad',
  NOT_POSSIBLE: 'quiet',
};

function Analysis({ period: { statement, ratios, crossChecks } }: { period: Period }) {
  const { t, local } = useText();
  const words = t.check;
  const span = words.period(statement.periodFrom, statement.periodTo);
  return (
    <>
      <SmallTable
        caption={`${words.ratios} · ${span}`}
        heads={[words.ratio, words.formula, words.ratioValue]}
        text={[1]}
        rows={ratios.map(({ ratio, name, formula, value }) => ({
          key: ratio,
          cells: [
            local(name),
            <span key="formula" className="muted">
              {local(formula)}
            </span>,
            <span key="value" className="num">
              {value === null ? words.cannotTell : local(value)}
            </span>,
          ],
        }))}
      />
      <SmallTable
        caption={`${words.crossChecks} · ${span}`}
        heads={[words.crossCheck, words.left, words.right, words.gap, words.tolerance, words.result]}
        text={[5]}
        rows={crossChecks.map((one) => ({
          key: one.check,
          cells: [
            local(one.name),
            <Side key="left" name={local(one.left)} fen={one.leftFen} />,
            <Side key="right" name={local(one.right)} fen={one.rightFen} />,
            <span key="gap" className="num">
              {one.gap === null ? '—' : local(one.gap)}
            </span>,
            words.below(local(one.tolerance)),
            <State key="outcome" tone={tones[one.outcome]}>
              {words.results[one.outcome]}
            </State>,
          ],
        }))}
      />
    </>
  );
}

function Side({ name, fen }: { name: string; fen: number | null }) {
  return (
    <>
      <Amount fen={fen} />
      <br />
      <span className="muted small">{name}</span>
    </>
  );
}

type Fields = Record<Figure, string> & Pick<BusinessStatement, 'periodFrom' | 'periodTo' | 'basis'>;

function PeriodAsk({
  id,
  open,
  periods,
  at,
  onClose,
}: {
  id: string;
  open: boolean;
  periods: readonly Period[];
  /** Which of them is changed; null for one more. */
  at: number | null;
  onClose: () => void;
}) {
  const { t } = useText();
  const words = t.check;
  const done = useFileUpdate(id);
  const changed = at === null ? undefined : periods[at]?.statement;
  const initial: Partial<Fields> =
    changed === undefined
      ? { basis: 'MANAGEMENT' }
      : {
          ...(Object.fromEntries(FIGURES.map((name) => [name, typed(changed[name])])) as Record<Figure, string>),
          periodFrom: changed.periodFrom,
          periodTo: changed.periodTo,
          basis: changed.basis,
        };
  const others = periods.filter((_period, index) => index !== at).map(plainStatement);
  return (
    <Ask<Fields, BorrowerFile>
      open={open}
      wide
      title={words.statements}
      help={words.statementsHelp}
      submit={words.record}
      initial={initial}
      act={(fields) =>
        client.recordCheck({
          params: { id },
          body: { kind: 'STATEMENTS', statements: [...others, statementOf(fields)] },
        })
      }
      onDone={done}
      onClose={onClose}
    >
      <div className="field-pair">
        {(['periodFrom', 'periodTo'] as const).map((name) => (
          <Form.Item
            key={name}
            name={name}
            label={words[name]}
            rules={[{ required: true, message: t.common.required }]}
          >
            <DayInput />
          </Form.Item>
        ))}
        <Form.Item name="basis" label={words.basis}>
          <Select
            options={(['AUDITED', 'MANAGEMENT', 'TAX_RETURN'] as const).map((value) => ({
              value,
              label: words.bases[value],
            }))}
          />
        </Form.Item>
      </div>
      {(['INCOME', 'BALANCE', 'BESIDE'] as const).map((group) => (
        <section key={group}>
          <h3 className="field-group">{words.groups[group]}</h3>
          <div className="field-pair">
            {FIGURE_GROUPS[group].map((name) => (
              <FigureField key={name} name={name} />
            ))}
          </div>
        </section>
      ))}
    </Ask>
  );
}

const statementOf = ({ periodFrom, periodTo, basis, ...texts }: Fields): BusinessStatement => {
  const figure = (name: Figure): number => parseFigure(texts[name] ?? '', name) ?? 0;
  const known = (name: Figure): number | null => parseFigure(texts[name] ?? '', name);
  const figures = Object.fromEntries(FIGURES.map((name) => [name, figure(name)])) as Record<Figure, number>;
  return {
    ...figures,
    periodFrom,
    periodTo,
    basis,
    taxDeclaredSalesFen: known('taxDeclaredSalesFen'),
    bankInflowsFen: known('bankInflowsFen'),
  };
};

function FigureField({ name }: { name: Figure }) {
  const { t } = useText();
  const isFine = (text = ''): boolean =>
    (text.trim() === '' && MAY_BE_UNKNOWN.includes(name)) || parseFigure(text, name) !== null;
  return (
    <Form.Item
      name={name}
      label={t.check.figures[name]}
      rules={[
        {
          validator: (_, value: string | undefined) =>
            isFine(value) ? Promise.resolve() : Promise.reject(new Error(t.file.restriction.amountInvalid)),
        },
      ]}
    >
      <Input inputMode="decimal" />
    </Form.Item>
  );
}
