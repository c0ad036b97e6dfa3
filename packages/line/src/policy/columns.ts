import type { PolicyModel } from '@clearline/dmn';
import { lineOfReason, testsOf } from '../decision/fire.ts';
import {
  ONLY_STRATEGY_INPUTS,
  STRATEGY_FITS,
  STRATEGY_LINE_INPUTS,
  STRATEGY_TERMS,
} from '../decision/strategy-terms.ts';
import type { PolicyTableEntry, ReasonText } from './policy-set.ts';

interface ColumnFault {
  /** Id of the table or of one of its rules. */
  readonly place: string;
  readonly message: string;
}

/** What a reason of a strategy may hold against what, as `about against`. */
const FIT_PAIRS = Object.values(STRATEGY_FITS).map(({ own, term }) => `${own} ${term}`);

/**
 * What a table may look at by its kind of decision, and what its annotations may point at. A strategy table looks at the
 * terms that people approved and at the line, never at conduct, and every reason of it is the lender’s (G11).
 */
export const columnFaults = (
  entry: PolicyTableEntry,
  model: PolicyModel,
  reasons: Readonly<Record<string, ReasonText>>,
): ColumnFault[] => {
  const table = model.tables[0];
  if (table === undefined) return [];
  const names = table.inputs.map(({ name }) => name);
  const ofStrategy = entry.decisionKind === 'STRATEGY';
  const ofInputs = names.flatMap((name): ColumnFault[] => {
    const isTerm = STRATEGY_TERMS[name] !== undefined || STRATEGY_FITS[name] !== undefined;
    if (!ofStrategy && ONLY_STRATEGY_INPUTS.includes(name))
      return [{ place: entry.id, message: `only strategy tables know ${name}; remove the column` }];
    if (ofStrategy && !isTerm && !STRATEGY_LINE_INPUTS.includes(name))
      return [
        {
          place: entry.id,
          message: `a strategy may not look at ${name}: its criteria are ${STRATEGY_LINE_INPUTS.join(', ')}, never conduct (G11)`,
        },
      ];
    return [];
  });
  const ofRules = table.rules.flatMap((rule, index): ColumnFault[] => {
    const found: ColumnFault[] = [];
    const { reason = '', about, against, limit_from: from } = rule.annotations;
    const family = reasons[reason]?.family;
    if (ofStrategy && family !== undefined && family !== 'STRATEGY')
      found.push({
        place: rule.id,
        message: `reason “${reason}” is of family ${family}; a strategy’s own are needed (G11)`,
      });
    if (from && !names.includes(from))
      found.push({ place: rule.id, message: `limit_from names “${from}”, which is no input of the table` });
    if (against && !(ofStrategy && FIT_PAIRS.includes(`${about ?? ''} ${against}`)))
      found.push({
        place: rule.id,
        message: `its reason holds “${about ?? ''}” against “${against}”; the pairs of a strategy table are ${FIT_PAIRS.join(', ')}`,
      });
    const line = entry.role === 'DECIDE' ? lineOfReason(testsOf(table, index), about) : undefined;
    if (line?.input.includes(' / ') && !Number.isInteger(line.value))
      found.push({
        place: rule.id,
        message: `its reason speaks of ${line.input} ${line.op} ${String(line.value)}; only a whole number can be put into words`,
      });
    return found;
  });
  return [...ofInputs, ...ofRules];
};
