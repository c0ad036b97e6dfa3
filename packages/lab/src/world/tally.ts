import { type Action, type BorrowerFile, type DecisionRecord, isAdverse, SEVERITY, toJson } from '@clearline/line';
import type { Finding } from '../auditor/auditor.ts';
import type { RunSettings } from '../simulate/borrower-run.ts';
import type { Committed } from './book-disk.ts';
import { countDeeds, noDeeds } from './deeds.ts';
import { noEpisodes } from './episodes.ts';
import { noJustice } from './justice.ts';
import { proveDecision } from './prove.ts';
import { countFired, noRulesFired, type RulesFired } from './rules-fired.ts';

/** Counts and proves what the engine says of itself; the auditor beside it believes none of it. */
export class Tally {
  readonly justice = noJustice();
  readonly broken: Finding[] = [];
  readonly rulesFired: RulesFired;
  readonly deeds = noDeeds();
  readonly episodes = noEpisodes();
  readonly #announced = new Set<string>();
  /** Appeals in which information is awaited. */
  readonly #awaited = new Set<string>();
  decisions = 0;
  identical = 0;
  notices = 0;
  readonly #settings: RunSettings;
  /** Decisions with counterfactuals, and how many the notice has to print. */
  readonly #toPrint = new Map<string, number>();

  constructor(settings: RunSettings) {
    this.#settings = settings;
    this.rulesFired = noRulesFired(settings.policies);
  }

  committed({ borrowerId, facts }: Committed): void {
    countDeeds(this.deeds, facts, this.#announced, this.#awaited);
    for (const { body, seq } of facts) {
      const report = (guarantee: string, detail: string): void =>
        void this.broken.push({ guarantee, borrowerId, seq, detail });
      if (body.type === 'decision.recorded') this.#decided(body.decision, report);
      if (body.type === 'appeal.decided' && body.outcome === 'overturned') this.justice.overturned += 1;
      if (body.type !== 'notice.issued') continue;
      const { notice } = body;
      this.notices += 1;
      if (!notice.adverse) continue;
      this.justice.adverseNotices += 1;
      const toPrint = this.#toPrint.get(notice.decisionId ?? '') ?? 0;
      if (notice.counterfactuals.length !== toPrint)
        report('G1', `notice ${notice.id} prints ${notice.counterfactuals.length} of ${toPrint} counterfactuals`);
      if (toPrint === 0 && notice.noCounterfactual === null)
        report('G1', `notice ${notice.id} says neither what would change it nor that nothing would`);
    }
  }

  /** What a year of crashes left in memory must be what the facts say, read from the first on. */
  reread(held: BorrowerFile, fromFacts: BorrowerFile): void {
    if (toJson(held) === toJson(fromFacts)) return;
    const detail = 'the file that the facts make is not the one that was worked with';
    this.broken.push({ guarantee: 'STREAM', borrowerId: held.borrowerId, seq: held.version, detail });
  }

  #decided(decision: DecisionRecord, report: (guarantee: string, detail: string) => void): void {
    const { justice } = this;
    countFired(this.rulesFired, decision);
    const proof = proveDecision(decision, this.#settings.policies);
    this.decisions += 1;
    if (proof.identical) this.identical += 1;
    else report('G10', `decision ${decision.id} replays otherwise: ${proof.differences.join(', ')}`);
    justice.counterfactuals += proof.counterfactuals;
    justice.counterfactualsFlip += proof.counterfactuals - proof.unflipped;
    if (proof.unflipped > 0) report('G1', `${proof.unflipped} counterfactual(s) of ${decision.id} flip nothing`);
    if (proof.liftsOnDay !== null) justice.daysNamed += 1;
    if (proof.liftsOnDay === true) justice.daysRight += 1;
    if (proof.liftsOnDay === false)
      report('G1', `decision ${decision.id} is not lifted by time alone on ${decision.timeAloneOn}`);
    if (decision.counterfactuals.length > 0) this.#toPrint.set(decision.id, decision.counterfactuals.length);
    if (proof.withReasonsMet === null || proof.withFirstReasonMet === null) return;
    justice.reasonsTried += 1;
    if (isUndone(decision, proof.withReasonsMet)) justice.reasonsUseful += 1;
    if (isUndone(decision, proof.withFirstReasonMet)) justice.firstReasonUseful += 1;
    if (!isAdverse(proof.withReasonsMet)) justice.reasonsRestoreAll += 1;
  }
}

/** Whether what was decided is decided no more; a milder action may stand for causes that have reasons of their own. */
const isUndone = ({ proposedAction }: DecisionRecord, after: Action): boolean =>
  SEVERITY[after] < SEVERITY[proposedAction];
