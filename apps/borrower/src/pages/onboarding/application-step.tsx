import { type ApplicationInput, parseAmount, type Region } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client, problemText } from '../../api/client.ts';
import { useText } from '../../i18n/context.tsx';
import { randomKey } from '../../lib/random-key.ts';
import { Button, Choices, TextField } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { RegionField } from './region-field.tsx';

type Progress = 'FORM' | 'CHECKING' | 'ASSESSING' | 'READING';
const order = ['CHECKING', 'ASSESSING', 'READING'] as const;
const employments = ['EMPLOYED', 'SELF_EMPLOYED', 'BUSINESS_OWNER', 'STUDENT', 'RETIRED', 'UNEMPLOYED'] as const;

/** The three requests of an assessment, each ticked off when its answer is there. */
function Assessment({ progress }: { progress: Progress }) {
  const { t } = useText();
  const current = order.findIndex((step) => step === progress);
  return (
    <div className="stack" role="status" aria-live="polite">
      <p className="lead">{t.application.assessing}</p>
      <ol className="work">
        {order.map((step, index) => (
          <li key={step} className={index < current ? 'work-done' : index === current ? 'work-now' : 'work-later'}>
            {index < current ? (
              <Icon name="check" size={18} />
            ) : (
              <span className={index === current ? 'spinner' : 'dot'} />
            )}
            {t.application.steps[step]}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** `only`: the kind is settled, and not asked for. */
export function ApplicationStep({ onDone, only }: { onDone?: () => void; only?: ApplicationInput['kind'] }) {
  const { t, local } = useText();
  const cache = useQueryClient();
  const [kind, setKind] = useState<ApplicationInput['kind']>(only ?? 'CONSUMER');
  const [income, setIncome] = useState('');
  const [asked, setAsked] = useState('');
  const [sales, setSales] = useState('');
  const [employment, setEmployment] = useState<ApplicationInput['employment'] | null>(null);
  const [region, setRegion] = useState<Region | null>(null);
  const [years, setYears] = useState('');
  const [months, setMonths] = useState('');
  const [touched, setTouched] = useState(false);
  const [progress, setProgress] = useState<Progress>('FORM');
  const [failure, setFailure] = useState<unknown>(null);
  const [key] = useState(randomKey);

  const incomeFen = parseAmount(income);
  const asks = kind === 'BUSINESS' && asked.trim() !== '';
  const askedLimitFen = asks ? parseAmount(asked) : null;
  const askedWrong = asks && askedLimitFen === null;
  const salesFen = kind === 'BUSINESS' ? parseAmount(sales) : null;
  const salesWrong = kind === 'BUSINESS' && salesFen === null;
  const monthsInWork = Number(years || 0) * 12 + Number(months || 0);
  const timeWrong = (years === '' && months === '') || monthsInWork > 720;

  const assess = async (body: ApplicationInput) => {
    setFailure(null);
    try {
      setProgress('CHECKING');
      await client.listConsents();
      setProgress('ASSESSING');
      await client.apply({ body, idempotencyKey: key });
      setProgress('READING');
      await cache.invalidateQueries();
      onDone?.();
      setProgress('FORM');
    } catch (error) {
      setFailure(error);
      setProgress('FORM');
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (incomeFen === null || employment === null || region === null || timeWrong || askedWrong || salesWrong) return;
    void assess({
      kind,
      monthlyIncomeFen: incomeFen,
      employment,
      monthsInWork,
      region,
      ...(askedLimitFen === null ? {} : { askedLimitFen }),
      ...(salesFen === null ? {} : { monthlySalesFen: salesFen }),
    });
  };
  if (progress !== 'FORM') return <Assessment progress={progress} />;
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="lead">{t.application.lead}</p>
      {only === undefined && (
        <Choices
          label={t.application.kind}
          layout="rows"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'CONSUMER', label: t.application.consumer, note: t.application.consumerNote },
            { value: 'BUSINESS', label: t.application.business, note: t.application.businessNote },
          ]}
        />
      )}
      <TextField
        label={t.application.income}
        value={income}
        onChange={setIncome}
        inputMode="decimal"
        hint={t.application.incomeHint}
        error={touched && incomeFen === null ? t.common.amountWrong : null}
        prefix="￥"
      />
      {kind === 'BUSINESS' && (
        <TextField
          label={t.application.sales}
          value={sales}
          onChange={setSales}
          inputMode="decimal"
          hint={t.application.salesHint}
          error={touched && salesWrong ? t.common.amountWrong : null}
          prefix="￥"
        />
      )}
      {kind === 'BUSINESS' && (
        <TextField
          label={t.application.askedLimit}
          value={asked}
          onChange={setAsked}
          inputMode="decimal"
          hint={t.application.askedLimitHint}
          error={touched && askedWrong ? t.common.amountWrong : null}
          prefix="￥"
        />
      )}
      <Choices
        label={t.application.employment}
        value={employment}
        onChange={setEmployment}
        options={employments.map((value) => ({ value, label: t.application.employments[value] }))}
      />
      {touched && employment === null && <p className="hint hint-error">{t.application.employmentWrong}</p>}
      <RegionField value={region} onChange={setRegion} error={touched && region === null} />
      <div className="pair">
        <TextField
          label={t.application.years}
          value={years}
          onChange={(text) => setYears(text.replaceAll(/\D/g, '').slice(0, 2))}
          inputMode="numeric"
          error={touched && timeWrong ? t.application.timeWrong : null}
        />
        <TextField
          label={t.application.months}
          value={months}
          onChange={(text) => setMonths(text.replaceAll(/\D/g, '').slice(0, 2))}
          inputMode="numeric"
        />
      </div>
      {failure !== null && (
        <p className="refusal" role="alert">
          <Icon name="alert" size={18} />
          <span>{local(problemText(failure))}</span>
        </p>
      )}
      <Button type="submit" wide>
        {t.application.submit}
      </Button>
      <p className="muted">{t.application.note}</p>
    </form>
  );
}
