import type { BorrowerFile, ThreePartCheck } from '@clearline/client';
import { useText } from '../../../i18n/context.tsx';
import { money } from '../../../lib/format.ts';
import { mayDo } from '../../../session/pages.ts';
import { useMember } from '../../../session/session.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Investigation } from './Investigation.tsx';
import { ProposalPanel } from './ProposalPanel.tsx';
import { SecurityNow } from './SecurityNow.tsx';
import { SecurityPanel } from './SecurityPanel.tsx';
import { Statements } from './Statements.tsx';

/** The three-part check of a business application: what was found, what it comes to, and what two people make of it. */
export function CheckPart({ file, check }: { file: BorrowerFile; check: ThreePartCheck }) {
  const { t, language } = useText();
  const words = t.check;
  const member = useMember();
  const { memo } = check;
  const waits = check.proposal?.state === 'WAITING';
  const mayRecord = check.open && !waits && mayDo(member.roles, 'recordCheck');
  return (
    <div className="stack" data-testid="three-part-check">
      <div className="panel">
        <h2>{words.title}</h2>
        <Facts
          items={[
            [words.asked, check.askedLimitFen === null ? words.notAsked : money(check.askedLimitFen, language)],
            check.machineMostFen === null ? null : [words.machineMost, money(check.machineMostFen, language)],
            [
              words.why,
              check.causes.length === 0
                ? words.onePerson
                : check.causes.map((cause) => words.causes[cause]).join(' · '),
            ],
          ]}
        />
      </div>
      {check.securityNow === null ? null : (
        <SecurityNow id={file.id} cover={check.securityNow} since={check.securityLookSince} />
      )}
      {memo === null ? (
        <div className="panel">
          <p>{words.noParameter}</p>
        </div>
      ) : (
        <>
          <ProposalPanel file={file} check={check} />
          <Investigation id={file.id} recorded={check.investigation} memo={memo} mayRecord={mayRecord} />
          <Statements id={file.id} recorded={check.statements} memo={memo} mayRecord={mayRecord} files={check.files} />
          <SecurityPanel id={file.id} recorded={check.security} memo={memo} mayRecord={mayRecord} />
        </>
      )}
    </div>
  );
}
