import type { AppealDesk, AppealOutcome } from '@clearline/client';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { useProblemText } from '../../ui/Problem.tsx';
import { Effect } from './Effect.tsx';
import { initialReadings, type Reading, readingValue, reverses, rulesOf } from './evidence.ts';
import { outcomeTemplates } from './outcome-templates.ts';
import { Readings } from './Readings.tsx';
import { useDeskUpdate } from './desk-update.ts';

const OUTCOMES = ['overturned', 'partly', 'upheld', 'out_of_scope'] as const satisfies readonly AppealOutcome[];

interface Draft {
  readonly readings: readonly Reading[];
  readonly outcome: AppealOutcome | null;
  readonly mistaken: readonly string[];
  readonly zh: string;
  readonly en: string;
}

/** The reviewer's proposal: accepted values, outcome, mistaken rules, and the reason in both languages. */
export function OutcomeForm({ desk, extra }: { desk: AppealDesk; extra: ReactNode }) {
  const { t } = useText();
  const text = useProblemText();
  const update = useDeskUpdate();
  const [draft, setDraft] = useState<Draft>(() => ({
    readings: initialReadings(desk),
    outcome: null,
    mistaken: [],
    zh: '',
    en: '',
  }));
  const [shown, setShown] = useState(false);
  const change = (next: Partial<Draft>) => setDraft((previous) => ({ ...previous, ...next }));
  const fault = useFault(draft, desk);
  const propose = useMutation({
    mutationFn: (outcome: AppealOutcome) =>
      client.proposeOutcome({
        params: { id: desk.appeal.id },
        body: {
          outcome,
          reasonText: { zh: draft.zh.trim(), en: draft.en.trim() },
          acceptedEvidence: acceptedOf(draft.readings, desk),
          mistakenRuleIds: draft.mistaken,
        },
      }),
    onSuccess: update,
  });
  const submit = () => {
    setShown(true);
    if (fault === null && draft.outcome !== null) propose.mutate(draft.outcome);
  };
  const choose = (outcome: AppealOutcome) =>
    change({
      outcome,
      // A reversal without a mistaken rule teaches nothing, so the contested rules are offered as marked.
      mistaken: reverses(outcome)
        ? rulesOf(desk)
            .filter((rule) => rule.cited)
            .map((rule) => rule.id)
        : [],
    });
  return (
    <div className="panel desk-form">
      <Readings desk={desk} readings={draft.readings} onChange={(readings) => change({ readings })} />
      <div data-desk-key="outcome">
        <h3>{t.desk.outcome}</h3>
        <Radio.Group
          aria-label={t.desk.outcome}
          value={draft.outcome}
          onChange={(event) => choose(event.target.value as AppealOutcome)}
          options={OUTCOMES.map((value) => ({ value, label: t.words.appealOutcome[value] }))}
        />
      </div>
      {draft.outcome !== null && reverses(draft.outcome) ? (
        <Mistaken desk={desk} chosen={draft.mistaken} onChange={(mistaken) => change({ mistaken })} />
      ) : null}
      <Effect desk={desk} outcome={draft.outcome} mistaken={draft.mistaken.length} />
      <Texts draft={draft} onChange={change} />
      <div aria-live="polite">
        {propose.isError ? <Alert type="error" showIcon title={text(propose.error)} /> : null}
        {shown && fault !== null ? <p className="form-error">{fault}</p> : null}
      </div>
      <div className="row">
        <Button type="primary" loading={propose.isPending} onClick={submit}>
          {t.desk.propose}
        </Button>
        {extra}
      </div>
    </div>
  );
}

function acceptedOf(readings: readonly Reading[], desk: AppealDesk) {
  return readings.flatMap((reading) => {
    const value = readingValue(reading, desk.decision.inputs);
    return reading.accepted && value !== null ? [{ evidenceId: reading.evidenceId, input: reading.input, value }] : [];
  });
}

function useFault(draft: Draft, desk: AppealDesk): string | null {
  const { t } = useText();
  if (draft.outcome === null) return t.desk.outcomeNeeded;
  if (
    draft.readings.some(
      (reading) => reading.accepted && (reading.input === '' || readingValue(reading, desk.decision.inputs) === null),
    )
  ) {
    return t.desk.valueUnreadable;
  }
  if (draft.zh.trim() === '' || draft.en.trim() === '') return t.desk.textNeeded;
  return null;
}

function Mistaken({
  desk,
  chosen,
  onChange,
}: {
  desk: AppealDesk;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const { t, local } = useText();
  return (
    <div>
      <h3 title={t.desk.mistakenHelp}>{t.desk.mistaken}</h3>
      <Checkbox.Group
        value={[...chosen]}
        onChange={onChange}
        options={rulesOf(desk).map((rule) => ({ value: rule.id, label: `${local(rule.title)} (${rule.id})` }))}
      />
    </div>
  );
}

function Texts({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
  const { t } = useText();
  const { outcome } = draft;
  return (
    <div data-desk-key="text">
      <div className="panel-head" style={{ marginBottom: 4 }}>
        <h3 style={{ marginBottom: 0 }}>{t.desk.reasonText}</h3>
        <Button
          size="small"
          disabled={outcome === null}
          onClick={() => {
            if (outcome !== null) onChange(outcomeTemplates[outcome]);
          }}
        >
          {t.desk.template}
        </Button>
      </div>
      <div className="reason-texts">
        <Input.TextArea
          lang="zh-CN"
          rows={4}
          aria-label={t.desk.reasonZh}
          placeholder={t.desk.reasonZh}
          value={draft.zh}
          onChange={(event) => onChange({ zh: event.target.value })}
        />
        <Input.TextArea
          lang="en"
          rows={4}
          aria-label={t.desk.reasonEn}
          placeholder={t.desk.reasonEn}
          value={draft.en}
          onChange={(event) => onChange({ en: event.target.value })}
        />
      </div>
    </div>
  );
}
