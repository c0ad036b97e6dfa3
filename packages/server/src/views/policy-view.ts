import type { IsoDate, LocalText, PolicySet, PolicyTableEntry } from '@clearline/line';
import type { RuleRecordRow } from '@clearline/store';
import type { PolicyDetail, PolicySummary, PolicyTableView } from '../contract/staff.ts';
import { scorecardVersions, tableFindings, valueText } from '@clearline/line';
import type { ViewOf } from './view-of.ts';
import { inputLabel, reasonTitle, sourceText } from './words.ts';

type TableSummary = ViewOf<typeof PolicySummary>['tables'][number];
type Rule = ViewOf<typeof PolicyTableView>['rules'][number];

function tableOf(policies: PolicySet, entry: PolicyTableEntry) {
  const table = policies.models[entry.id]?.tables[0];
  if (table === undefined)
    throw new Error(`policy ${policies.version} lists table ${entry.id}, which was not compiled`);
  return table;
}

const tableSummary = (policies: PolicySet, entry: PolicyTableEntry): TableSummary => {
  const table = tableOf(policies, entry);
  const { id, name, decisionKind } = entry;
  return { id, name, decisionKind, hitPolicy: table.hitPolicy, rules: table.rules.length };
};

/** A policy version in one line. `since` is when this lender began to decide by it. */
export function policySummary(policies: PolicySet, since: string, live: boolean): ViewOf<typeof PolicySummary> {
  return {
    version: policies.version,
    state: live ? 'live' : 'retired',
    author: policies.author,
    approver: policies.approver,
    since,
    scorecards: scorecardVersions(policies),
    tables: policies.entries.map((entry) => tableSummary(policies, entry)),
  };
}

function ruleViews(policies: PolicySet, entry: PolicyTableEntry, records: readonly RuleRecordRow[]): Rule[] {
  const table = tableOf(policies, entry);
  return table.rules.map((rule) => {
    const record = records.find(({ ruleId }) => ruleId === rule.id);
    const reasonCode = rule.annotations['reason'] || null;
    return {
      id: rule.id,
      cells: table.columns.map((column) => column.cells[rule.index]?.text ?? '-'),
      outputs: table.outputs.map((output) => String(rule.outputs[output.name] ?? '')),
      reasonCode,
      reasonTitle: reasonCode === null ? null : reasonTitle(reasonCode, policies),
      hits: record?.fired ?? 0,
      contested: record?.contested ?? 0,
      overturned: record?.overturned ?? 0,
    };
  });
}

/** A ratio comes from where its first input does; the points of an application from the scorecard. */
const sourceOfColumn = (text: string, policies: PolicySet): string =>
  policies.inputs[text.split(' / ')[0] ?? text]?.source ?? 'scorecard';

function tableView(
  policies: PolicySet,
  entry: PolicyTableEntry,
  records: readonly RuleRecordRow[],
): ViewOf<typeof PolicyTableView> {
  const table = tableOf(policies, entry);
  const { id, name, decisionKind } = entry;
  return {
    id,
    name,
    decisionKind,
    hitPolicy: table.hitPolicy,
    // One per column of the grid; a ratio column is shown by its expression.
    inputs: table.columns.map((column) => {
      const declared = column.kind === 'value' ? policies.inputs[table.inputs[column.input]?.name ?? ''] : undefined;
      return {
        name: column.text,
        label: inputLabel(column.text, policies),
        unit: declared?.unit ?? '',
        source: sourceText(declared?.source ?? sourceOfColumn(column.text, policies), policies),
        actionability: declared?.actionability ?? 'fixed',
        freshnessHours: declared?.freshnessHours ?? null,
      };
    }),
    outputs: table.outputs.map((output) => output.name),
    rules: ruleViews(policies, entry, records),
    findings: tableFindings(policies, id).map(({ kind, ruleIds, text }) => ({ kind, ruleIds: [...ruleIds], text })),
    dmn: policies.files[entry.file] ?? '',
  };
}

const parameterText = (value: number, unit: PolicySet['parameters'][number]['unit']): LocalText =>
  valueText(value, unit);

/** A policy version whole: its tables as grids with each rule’s record, parameters in force, scenarios. */
export function policyDetail(
  policies: PolicySet,
  since: string,
  live: boolean,
  date: IsoDate,
  records: readonly RuleRecordRow[],
): ViewOf<typeof PolicyDetail> {
  return {
    ...policySummary(policies, since, live),
    details: policies.entries.map((entry) => tableView(policies, entry, records)),
    parameters: policies.parameters.flatMap(({ name, label, unit, values }) => {
      const inForce = values.findLast((dated) => dated.from <= date);
      if (inForce === undefined) return [];
      return [
        { name, label, value: parameterText(inForce.value, unit).zh, from: inForce.from, reference: inForce.reference },
      ];
    }),
    // Scenarios run at every compile and a failing one refuses the policy, so those of a live one have passed.
    scenarios: policies.scenarios.map(({ name, table }) => ({ name, table, passed: true })),
  };
}
