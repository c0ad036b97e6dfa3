import { median, type WorldReport } from '@clearline/lab';

const count = (value: number): string => value.toLocaleString('en-US');
const share = (part: number, whole: number): string => (whole === 0 ? '—' : `${((100 * part) / whole).toFixed(2)}%`);

/** The report as lines for a terminal, the same for the same seed and version but for the time it took. */
export const reportLines = (report: WorldReport): string[] => {
  const { justice, injected } = report;
  const kinds = Object.entries(justice.goodByKind).map(([kind, n]) => `${kind} ${n}`);
  const repair = median(justice.repairHours);
  return [
    `${count(report.borrowers)} borrowers in ${count(report.books)} books: ${count(report.events)} events, ${count(report.commands)} commands (${count(report.retries)} sent again), ${count(report.facts)} facts, ${count(report.decisions)} decisions, ${count(report.notices)} notices`,
    '',
    'faults injected',
    ...Object.entries(injected).map(([kind, n]) => `  ${kind.padEnd(18)} ${count(n)}`),
    '',
    `violations: ${report.violations} (${count(report.checks)} facts checked by the auditor, ${count(report.decisions)} decisions run again, ${count(justice.counterfactuals)} counterfactuals put to the test)`,
    ...report.findings.map(
      ({ guarantee, borrowerId, seq, detail }) => `  ${guarantee} ${borrowerId} fact ${seq}: ${detail}`,
    ),
    '',
    'justice',
    `  adverse decisions ${count(report.adverse)}, of which with reasons ${share(report.adverseWhole, report.adverse)}; naming something that the borrower or time can change ${share(justice.usefulReasons, justice.adverseDecisions)}`,
    `  good borrowers ${count(justice.goodBorrowers)}: ever restricted ${share(justice.goodRestricted, justice.goodBorrowers)} (${kinds.join(', ') || 'none'}), ${share(justice.goodRestrictedDays, justice.goodBorrowerDays)} of their days; cut by the machine alone ${justice.goodCutByMachineAlone}`,
    `  time to repair, median: ${repair === null ? '—' : `${repair.toFixed(1)} h`} over ${count(justice.repairHours.length)}; security checks lifted by the borrower ${count(justice.stepUpsLifted)} of ${count(justice.stepUps)}`,
    `  appeals ${count(justice.appeals)}, overturned ${count(justice.overturned)}`,
    `  accounts taken over ${count(justice.takenOver)}, protected ${share(justice.takenOverProtected, justice.takenOver)}`,
    `  bad borrowers ${count(justice.badBorrowers)}: caught ${share(justice.badCaught, justice.badBorrowers)}, before they were late ${share(justice.badCaughtBeforeLate, justice.badBorrowers)}; exposure saved ${count(Number(justice.exposureSavedFen / 100n))} CNY`,
    '',
    `digest ${report.digest}`,
  ];
};
