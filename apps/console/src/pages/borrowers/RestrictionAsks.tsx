import { type BorrowerFile, parseAmount, type RestrictionProposal, type StaffRestriction } from '@clearline/client';
import { Form, InputNumber, Select } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { money } from '../../lib/format.ts';
import { ApprovalFields, type ApprovalFieldValues } from '../../ui/ApprovalFields.tsx';
import { Ask } from '../../ui/Ask.tsx';
import { Prose } from '../../ui/Prose.tsx';
import { NoteField } from '../../ui/NoteField.tsx';
import { YuanField } from '../../ui/YuanField.tsx';
import { ReasonsField, useReasonsToGive } from './ReasonField.tsx';

interface Common {
  readonly onDone: (file: BorrowerFile) => void;
  readonly onClose: () => void;
}
const PROPOSABLE = ['SINGLE_DRAW_CAP', 'DRAW_HOLD', 'LIMIT_REDUCED', 'DRAW_SUSPENDED', 'FROZEN', 'CLOSURE'] as const;
/** Kinds that end by themselves after days. */
const TEMPORARY: readonly ProposeFields['kind'][] = ['SINGLE_DRAW_CAP', 'DRAW_HOLD'];

interface ProposeFields {
  readonly kind: RestrictionProposal['kind'];
  readonly reasonCodes: string[];
  readonly limitAfter?: string;
  readonly cap?: string;
  readonly days?: number;
  readonly note: string;
}

export function ProposeAsk({ open, borrowerId, onDone, onClose }: Common & { open: boolean; borrowerId: string }) {
  const { t } = useText();
  const words = t.file.restriction;
  return (
    <Ask<ProposeFields, BorrowerFile>
      open={open}
      title={words.proposeTitle}
      help={words.proposeHelp}
      submit={words.propose}
      initial={{ kind: 'DRAW_HOLD', days: 7 }}
      act={(fields) =>
        client.proposeRestriction({
          params: { id: borrowerId },
          body: {
            kind: fields.kind,
            reasonCodes: fields.reasonCodes,
            limitAfterFen: fields.kind === 'LIMIT_REDUCED' ? parseAmount(fields.limitAfter ?? '') : null,
            singleDrawCapFen: fields.kind === 'SINGLE_DRAW_CAP' ? parseAmount(fields.cap ?? '') : null,
            days: TEMPORARY.includes(fields.kind) ? (fields.days ?? null) : null,
            note: fields.note.trim(),
          },
        })
      }
      onDone={onDone}
      onClose={onClose}
    >
      <Form.Item name="kind" label={words.kind} rules={[{ required: true }]}>
        <Select options={PROPOSABLE.map((value) => ({ value, label: t.words.restrictionKind[value] }))} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(a: ProposeFields, b: ProposeFields) => a.kind !== b.kind}>
        {({ getFieldValue }) => <KindField kind={getFieldValue('kind') as ProposeFields['kind']} />}
      </Form.Item>
      <ReasonsField borrowerId={borrowerId} use="RESTRICT" label={words.reasonCodes} />
      <NoteField label={words.note} placeholder={words.notePlaceholder} />
    </Ask>
  );
}

/** A hold has days, a cap has an amount too, a reduction has a new limit; the other kinds have neither. */
function KindField({ kind }: { kind: ProposeFields['kind'] }) {
  const { t } = useText();
  const words = t.file.restriction;
  return (
    <>
      {kind === 'SINGLE_DRAW_CAP' ? <YuanField name="cap" label={words.cap} /> : null}
      {TEMPORARY.includes(kind) ? (
        <Form.Item name="days" label={words.days} rules={[{ required: true, message: t.common.required }]}>
          <InputNumber min={1} max={30} precision={0} />
        </Form.Item>
      ) : null}
      {kind === 'LIMIT_REDUCED' ? <YuanField name="limitAfter" label={words.limitAfter} /> : null}
    </>
  );
}

type OnRestriction = Common & { restriction: StaffRestriction | null };

/** What is being decided: the kind, and from which limit to which. */
function Subject({ restriction }: { restriction: StaffRestriction }) {
  const { t, language } = useText();
  const { kind, limitBeforeFen: before, limitAfterFen: after } = restriction;
  return (
    <strong>
      {t.words.restrictionKind[kind]}
      {before === null || after === null ? null : (
        <span className="num">
          {' '}
          {money(before, language)} → {money(after, language)}
        </span>
      )}
    </strong>
  );
}

/** All that it rests on, as it was recorded, and whether each still holds: what the second person agrees to. */
function Reasons({ restriction, borrowerId }: { restriction: StaffRestriction; borrowerId: string }) {
  const { t, local } = useText();
  const words = t.file.reasons;
  const now = useReasonsToGive(borrowerId, 'RESTRICT');
  return (
    <ol className="asked-reasons" data-testid="asked-reasons">
      {restriction.reasons.map((reason) => {
        const state = now.data?.find(({ code }) => code === reason.code)?.state;
        return (
          <li key={reason.code}>
            <div>
              <Prose text={t.common.sentences(local(reason.whatWeSaw), local(reason.ourLine))} />
            </div>
            <div className="muted small">
              {[reason.supports ? words.supports : null, state === undefined ? null : words.now[state]]
                .filter((part) => part !== null)
                .join(' · ')}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

export function ApproveAsk({ restriction, borrowerId, onDone, onClose }: OnRestriction & { borrowerId: string }) {
  const { t } = useText();
  const words = t.file.restriction;
  return (
    <Ask<ApprovalFieldValues, BorrowerFile>
      open={restriction !== null}
      title={words.approveTitle}
      help={
        <>
          {restriction === null ? null : (
            <>
              <Subject restriction={restriction} />
              <Reasons restriction={restriction} borrowerId={borrowerId} />
            </>
          )}
          {t.common.sentences(t.common.sentences(words.reasonsHelp, words.approveHelp), words.noSelfApprove)}
        </>
      }
      submit={t.common.confirm}
      act={(fields) => client.approveRestriction({ params: { id: restriction?.id ?? '' }, body: fields })}
      onDone={onDone}
      onClose={onClose}
    >
      <ApprovalFields yes={words.approve} no={words.reject} note={words.note} placeholder={words.notePlaceholder} />
    </Ask>
  );
}

export function RenewAsk({ restriction, onDone, onClose }: OnRestriction) {
  const { t } = useText();
  const words = t.file.restriction;
  return (
    <Ask<{ days: number; reason: string }, BorrowerFile>
      open={restriction !== null}
      title={words.renewTitle}
      help={words.renewHelp}
      submit={words.renew}
      initial={{ days: 7 }}
      act={(fields) => client.renewRestriction({ params: { id: restriction?.id ?? '' }, body: fields })}
      onDone={onDone}
      onClose={onClose}
    >
      <Form.Item name="days" label={words.days} rules={[{ required: true, message: t.common.required }]}>
        <InputNumber min={1} max={30} precision={0} />
      </Form.Item>
      <NoteField name="reason" label={t.common.reason} placeholder={words.notePlaceholder} />
    </Ask>
  );
}

export function LiftAsk({ restriction, onDone, onClose }: OnRestriction) {
  const { t } = useText();
  const words = t.file.restriction;
  return (
    <Ask<{ reason: string }, BorrowerFile>
      open={restriction !== null}
      title={words.liftTitle}
      help={words.liftHelp}
      submit={words.lift}
      act={(fields) => client.liftRestriction({ params: { id: restriction?.id ?? '' }, body: fields })}
      onDone={onDone}
      onClose={onClose}
    >
      <NoteField name="reason" label={t.common.reason} placeholder={words.notePlaceholder} />
    </Ask>
  );
}
