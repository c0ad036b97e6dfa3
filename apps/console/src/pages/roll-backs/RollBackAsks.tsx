import type { RollBack } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { Form, Radio, Select } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { ApprovalFields, type ApprovalFieldValues } from '../../ui/ApprovalFields.tsx';
import { Ask } from '../../ui/Ask.tsx';
import { NoteField } from '../../ui/NoteField.tsx';

interface Fields {
  readonly what: 'rules' | 'version' | 'scorecard';
  readonly ruleIds?: readonly string[];
  readonly policyVersion?: string;
  readonly scorecardVersion?: string;
  readonly reason: { readonly zh: string; readonly en: string };
}

/** The rules of the policy in force, by their table, to choose from. */
function useRuleOptions(open: boolean) {
  const { local } = useText();
  const versions = useQuery({ queryKey: keys.policies, queryFn: () => client.listPolicies(), enabled: open });
  const items = versions.data?.items ?? [];
  const inForce = items.find(({ state }) => state === 'live');
  const live = inForce?.version;
  const policy = useQuery({
    queryKey: keys.policy(live ?? ''),
    queryFn: () => client.getPolicy({ params: { version: live ?? '' } }),
    enabled: open && live !== undefined,
    staleTime: 60_000,
  });
  return {
    versions: items
      .filter(({ version }) => version !== live)
      .map(({ version }) => ({ value: version, label: version })),
    scorecards: [...new Set(items.flatMap(({ scorecards }) => scorecards))]
      .filter((version) => !inForce?.scorecards.includes(version))
      .map((version) => ({ value: version, label: version })),
    rules: (policy.data?.details ?? []).map((table) => ({
      label: local(table.name),
      options: table.rules.map(({ id, reasonTitle }) => ({
        value: id,
        label: reasonTitle === null ? id : `${id} · ${local(reasonTitle)}`,
      })),
    })),
    loading: versions.isPending || (live !== undefined && policy.isPending),
  };
}

/** Proposes a roll-back; the reply carries whom it would put right. */
export function ProposeRollBackAsk({
  open,
  onDone,
  onClose,
}: {
  open: boolean;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useText();
  const words = t.rollBacks;
  const options = useRuleOptions(open);
  const chosen = [{ required: true, message: t.common.required }];
  return (
    <Ask<Fields, RollBack>
      open={open}
      title={words.proposeTitle}
      help={words.proposeHelp}
      submit={words.save}
      initial={{ what: 'rules' }}
      act={(fields) =>
        client.proposeRollBack({
          body: {
            ruleIds: fields.what === 'rules' ? [...(fields.ruleIds ?? [])] : [],
            policyVersion: fields.what === 'version' ? (fields.policyVersion ?? null) : null,
            scorecardVersion: fields.what === 'scorecard' ? (fields.scorecardVersion ?? null) : null,
            reason: fields.reason,
          },
        })
      }
      onDone={onDone}
      onClose={onClose}
    >
      <Form.Item name="what" label={words.what}>
        <Radio.Group
          options={[
            { value: 'rules', label: words.someRules },
            { value: 'version', label: words.oneVersion },
            { value: 'scorecard', label: words.oneScorecard },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(a: Fields, b: Fields) => a.what !== b.what}>
        {({ getFieldValue }) => {
          const what: Fields['what'] = getFieldValue('what');
          if (what === 'rules')
            return (
              <Form.Item name="ruleIds" label={words.rules} rules={chosen}>
                <Select mode="multiple" options={options.rules} loading={options.loading} maxCount={50} />
              </Form.Item>
            );
          return what === 'version' ? (
            <Form.Item name="policyVersion" label={words.version} rules={chosen}>
              <Select options={options.versions} loading={options.loading} notFoundContent={words.noVersion} />
            </Form.Item>
          ) : (
            <Form.Item name="scorecardVersion" label={words.scorecard} rules={chosen}>
              <Select options={options.scorecards} loading={options.loading} notFoundContent={words.noScorecard} />
            </Form.Item>
          );
        }}
      </Form.Item>
      <NoteField name={['reason', 'zh']} label={words.reasonZh} rows={2} lang="zh-CN" />
      <NoteField name={['reason', 'en']} label={words.reasonEn} rows={2} lang="en" />
    </Ask>
  );
}

/** Only rules named one by one end with it: a version or scorecard is out of use already. */
const approveHelpOf = (
  { ruleIds, policyVersion, reach }: RollBack,
  words: {
    readonly approveHelp: (n: number) => string;
    readonly approveHelpVersion: (n: number) => string;
    readonly approveHelpScorecard: (n: number) => string;
  },
): string => {
  if (ruleIds.length > 0) return words.approveHelp(reach.borrowers);
  return policyVersion === null
    ? words.approveHelpScorecard(reach.borrowers)
    : words.approveHelpVersion(reach.borrowers);
};

/** Approves or rejects; the help says how many people will be put right at once. */
export function ApproveRollBackAsk({
  rollBack,
  onDone,
  onClose,
}: {
  rollBack: RollBack | null;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useText();
  const words = t.rollBacks;
  return (
    <Ask<ApprovalFieldValues, RollBack>
      open={rollBack !== null}
      title={words.approveTitle}
      help={rollBack === null ? '' : t.common.sentences(approveHelpOf(rollBack, words), words.noSelf)}
      submit={t.common.confirm}
      act={(fields) => client.approveRollBack({ params: { id: rollBack?.id ?? '' }, body: fields })}
      onDone={onDone}
      onClose={onClose}
    >
      <ApprovalFields yes={words.approve} no={words.reject} note={words.note} />
    </Ask>
  );
}
