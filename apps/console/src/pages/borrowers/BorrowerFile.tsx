import { type BorrowerFile, moment, runsOf } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { useParam } from '../../app/links.tsx';
import { Tabs } from 'antd';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { actionRoles, mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { InputsTable } from '../../ui/InputsTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Prose } from '../../ui/Prose.tsx';
import { Refused } from '../../ui/Refused.tsx';
import { State } from '../../ui/State.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import { toneOf } from '../../ui/tones.ts';
import { CheckPart } from './check/CheckPart.tsx';
import { ChangePhone } from './ChangePhone.tsx';
import { ConsentsPart } from './ConsentsPart.tsx';
import { FileAppeals, FileDecisions, FileNotices } from './FileLists.tsx';
import { LinePart } from './LinePart.tsx';
import { LoansPart } from './LoansPart.tsx';
import { ReferredPart } from './ReferredPart.tsx';
import { RestrictionsPart } from './RestrictionsPart.tsx';

export function BorrowerFilePage() {
  const id = useParam('id');
  const member = useMember();
  const mayOpen = mayDo(member.roles, 'borrowerFile');
  const query = useQuery({
    queryKey: keys.borrower(id),
    queryFn: () => client.borrowerFile({ params: { id } }),
    enabled: mayOpen,
    // Each reading is recorded, so returning to the window must not read again by itself.
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
  if (!mayOpen) return <Refused roles={actionRoles.borrowerFile} />;
  return (
    <Loaded query={query} rows={10}>
      {(file) => <File file={file} />}
    </Loaded>
  );
}

function File({ file }: { file: BorrowerFile }) {
  const { t, prose } = useText();
  const [url, setUrl] = useUrlState();
  const open = file.restrictions.filter((r) => ['proposed', 'pre_notice', 'effective'].includes(r.state)).length;
  const counted = (word: string, n: number) => (n > 0 ? `${word} ${n}` : word);
  const items = [
    {
      key: 'line',
      label: t.file.tabs.line,
      children: (
        // Who moves from a consumer line has a line and an application that waits.
        <div className="stack">
          {file.stage === 'REFERRED' || file.threePartCheck?.open === true ? (
            <>
              <ReferredPart file={file} openCheck={() => setUrl({ tab: 'check' })} />
              {file.line === null ? null : <LinePart file={file} />}
            </>
          ) : (
            <LinePart file={file} />
          )}
          <ConsentsPart file={file} />
        </div>
      ),
    },
    ...(file.threePartCheck === null
      ? []
      : [
          {
            key: 'check',
            label: t.check.tab,
            children: <CheckPart file={file} check={file.threePartCheck} />,
          },
        ]),
    { key: 'restrictions', label: counted(t.file.tabs.restrictions, open), children: <RestrictionsPart file={file} /> },
    { key: 'loans', label: counted(t.file.tabs.loans, file.loans.length), children: <LoansPart file={file} /> },
    {
      key: 'decisions',
      label: counted(t.file.tabs.decisions, file.decisions.length),
      children: <FileDecisions file={file} />,
    },
    { key: 'notices', label: counted(t.file.tabs.notices, file.notices.length), children: <FileNotices file={file} /> },
    { key: 'appeals', label: counted(t.file.tabs.appeals, file.appeals.length), children: <FileAppeals file={file} /> },
    {
      key: 'inputs',
      label: t.file.tabs.inputs,
      children: (
        <div className="panel">
          <p className="muted" style={{ marginBottom: 10 }}>
            {t.file.inputsLead}
          </p>
          <InputsTable inputs={file.inputs} />
        </div>
      ),
    },
    {
      key: 'timeline',
      label: t.file.tabs.timeline,
      children: (
        <div className="panel">
          {file.timeline.length === 0 ? (
            <Empty title={t.file.timelineEmpty} help={t.file.emptyTimelineHelp} />
          ) : (
            <>
              <p className="muted" style={{ marginBottom: 10 }}>
                {t.file.timelineLead}
              </p>
              <Timeline
                items={runsOf(file.timeline).map(({ latest, times, since }, index) => ({
                  key: `${latest.at}-${index}`,
                  at: latest.at,
                  text: (
                    <>
                      {prose(latest.text)}
                      {times > 1 && (
                        <span className="muted">
                          {' '}
                          · <Prose text={t.file.timesSince(times, moment(since))} />
                        </span>
                      )}
                    </>
                  ),
                }))}
              />
            </>
          )}
        </div>
      ),
    },
  ];
  return (
    <>
      <PageHead
        title={file.maskedName}
        actions={<ChangePhone file={file} />}
        lead={
          <span className="states">
            <span className="num">{file.maskedPhone}</span>
            {file.maskedIdNumber === null ? null : <span className="num">{file.maskedIdNumber}</span>}
            {file.line === null ? (
              <State tone="quiet">{wordFor(t.words.stage, file.stage)}</State>
            ) : (
              <State tone={toneOf(file.line.displayState)}>{t.words.displayState[file.line.displayState]}</State>
            )}
            {file.line === null ? null : (
              <State tone={file.line.goodStanding ? 'good' : 'bad'}>
                {file.line.goodStanding ? t.file.standing : t.file.standingNot}
              </State>
            )}
            <span className="small">{t.file.recorded}</span>
          </span>
        }
      />
      <Tabs
        activeKey={url['tab'] ?? (file.threePartCheck?.proposal?.state === 'WAITING' ? 'check' : 'line')}
        onChange={(tab) => setUrl({ tab })}
        items={items}
      />
    </>
  );
}
