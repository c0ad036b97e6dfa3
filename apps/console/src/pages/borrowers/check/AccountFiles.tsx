import type { AccountFile, ThreePartCheck } from '@clearline/client';
import { UploadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Upload } from 'antd';
import { useState } from 'react';
import { useText } from '../../../i18n/context.tsx';
import { client } from '../../../lib/api.ts';
import { Amount } from '../../../ui/Amount.tsx';
import { Prose } from '../../../ui/Prose.tsx';
import { useProblemText } from '../../../ui/Problem.tsx';
import { SmallTable } from '../../../ui/SmallTable.tsx';
import { State } from '../../../ui/State.tsx';
import type { Period } from './figures.ts';
import { useFileUpdate } from './use-check.ts';

/** Statements of accounts that were read into the check, and what came of each. */
export function AccountFiles({
  id,
  files,
  periods,
  mayRecord,
}: {
  id: string;
  files: ThreePartCheck['files'];
  periods: readonly Period[];
  mayRecord: boolean;
}) {
  const { t } = useText();
  const words = t.check.files;
  const { message } = App.useApp();
  const problem = useProblemText();
  const done = useFileUpdate(id);
  const [fault, setFault] = useState<unknown>(null);
  const add = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      body.set('file', file);
      return client.addAccountFile({ params: { id }, body });
    },
    onMutate: () => setFault(null),
    onSuccess: done,
    onError: setFault,
  });
  const drop = useMutation({
    mutationFn: (sha256: string) => client.dropAccountFile({ params: { id, sha256 } }),
    onSuccess: done,
    onError: (error) => void message.error(problem(error)),
  });
  const uncovered =
    files.length === 0
      ? []
      : periods.flatMap(({ statement }) => (statement.fileInflowsFen === null ? [statement] : []));
  const heads = [words.account, words.span, words.rows, words.inflows, words.setAside, words.sound];
  return (
    <div data-testid="account-files">
      <div className="panel-head">
        <h3>{words.title}</h3>
        {mayRecord ? (
          <Upload
            accept=".csv,.txt"
            maxCount={1}
            showUploadList={false}
            beforeUpload={(file: File) => {
              add.mutate(file);
              return false;
            }}
          >
            <Button icon={<UploadOutlined aria-hidden />} loading={add.isPending}>
              {words.add}
            </Button>
          </Upload>
        ) : null}
      </div>
      <p className="muted small">{words.help}</p>
      {fault === null ? null : (
        <Alert type="error" showIcon role="alert" title={<Prose text={problem(fault)} />} style={{ margin: '8px 0' }} />
      )}
      {uncovered.length === 0 ? null : (
        <p className="small" style={{ margin: '8px 0' }}>
          {words.notUsed(uncovered.map(({ periodFrom, periodTo }) => t.check.period(periodFrom, periodTo)))}
        </p>
      )}
      {files.length === 0 ? null : (
        <SmallTable
          heads={mayRecord ? [...heads, ''] : heads}
          text={[1, 4, 5, 6]}
          rows={files.map((file) => ({
            key: file.sha256,
            cells: [
              <Account key="account" file={file} />,
              <span key="span" className="num">
                {t.check.period(file.from, file.to)}
              </span>,
              file.rows,
              <Amount key="in" fen={file.inflowsFen} />,
              <SetAside key="aside" file={file} />,
              <Soundness key="sound" file={file} />,
              ...(mayRecord
                ? [
                    <Button key="drop" size="small" loading={drop.isPending} onClick={() => drop.mutate(file.sha256)}>
                      {t.check.removeSecurity}
                    </Button>,
                  ]
                : []),
            ],
          }))}
        />
      )}
    </div>
  );
}

function Account({ file: { format, accountTail, sha256, holder } }: { file: AccountFile }) {
  const { t } = useText();
  const words = t.check.files;
  return (
    <>
      {words.formats[format]}
      {accountTail === null ? '' : ` · ${words.tail(accountTail)}`}
      <br />
      <span className="muted small plain">{words.holders[holder]}</span>
      <br />
      <span className="muted small num plain" title={sha256}>
        {sha256.slice(0, 12)}
      </span>
    </>
  );
}

function SetAside({ file: { setAside } }: { file: AccountFile }) {
  const { t } = useText();
  const words = t.check.files;
  if (setAside.length === 0) return '—';
  return (
    <>
      {setAside.map(({ cause, count, sumFen }) => (
        <div key={cause}>
          {words.causes[cause]} · {words.count(count)} · <Amount fen={sumFen} />
        </div>
      ))}
    </>
  );
}

function Soundness({ file: { balance, brokenAt, stated } }: { file: AccountFile }) {
  const { t } = useText();
  const words = t.check.files;
  return (
    <>
      <State tone={balance === 'BROKEN' ? 'bad' : balance === 'HOLDS' ? 'good' : 'quiet'}>
        {balance === 'BROKEN' ? words.brokenAt(brokenAt ?? 0) : words.balances[balance]}
      </State>
      {stated === 'DIFFERS' ? (
        <>
          <br />
          <State tone="attention">{words.statedDiffers}</State>
        </>
      ) : null}
    </>
  );
}
