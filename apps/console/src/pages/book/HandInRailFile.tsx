import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UploadOutlined } from '@ant-design/icons';
import { Alert, Button, Upload } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { download } from '../../lib/download.ts';
import { keys } from '../../lib/keys.ts';
import { useDemoClock } from '../../session/clock.ts';
import { DayInput } from '../../ui/DayInput.tsx';
import { useProblemText } from '../../ui/Problem.tsx';

/** The columns of the rail’s file; it bears these names in every language, and a template of it carries them. */
const COLUMNS = ['external_id', 'direction', 'amount', 'status', 'date'];

/** An operator hands in the rail’s file of a day; a refused file says which cells are wrong. */
export function HandInRailFile() {
  const { t } = useText();
  const text = useProblemText();
  const queries = useQueryClient();
  const clock = useDemoClock();
  const [chosen, setChosen] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const today = clock.data?.businessDate ?? '';
  const date = chosen ?? today;
  const run = useMutation({
    // Without a file the rail is asked for its own.
    mutationFn: (chosenFile: File | null) =>
      chosenFile === null
        ? client.fetchReconciliation({ body: { date } })
        : client.reconcile({ body: { date, file: chosenFile } }),
    onSettled: async () => {
      for (const key of [keys.reconciliations, keys.reconciliationCases, keys.audit]) {
        await queries.invalidateQueries({ queryKey: key });
      }
    },
  });
  const differences = run.data === undefined ? 0 : run.data.missing + run.data.extra + run.data.different;
  return (
    <section className="panel">
      <form
        className="toolbar-filters"
        style={{ alignItems: 'end' }}
        onSubmit={(event) => {
          event.preventDefault();
          if (file !== null) run.mutate(file);
        }}
      >
        <label>
          <span className="muted small">{t.rail.date}</span>
          <span style={{ display: 'block' }}>
            <DayInput max={today} value={date} onChange={setChosen} />
          </span>
        </label>
        <div>
          <div className="muted small">{t.rail.file}</div>
          <Upload
            accept=".csv,text/csv,text/plain"
            maxCount={1}
            showUploadList={false}
            beforeUpload={(chosenFile: File) => {
              setFile(chosenFile);
              run.reset();
              return false;
            }}
          >
            <Button icon={<UploadOutlined />}>{file === null ? t.rail.choose : file.name}</Button>
          </Upload>
        </div>
        <Button type="primary" htmlType="submit" disabled={file === null || date === ''} loading={run.isPending}>
          {t.rail.run}
        </Button>
        <Button disabled={date === ''} loading={run.isPending} onClick={() => run.mutate(null)}>
          {t.loans.fetch}
        </Button>
      </form>
      <p className="muted small" style={{ margin: '8px 0 12px' }}>
        {t.rail.help}{' '}
        <Button
          type="link"
          size="small"
          style={{ padding: 0 }}
          onClick={() => download(t.rail.templateName, 'text/csv', `${COLUMNS.join(',')}\n`)}
        >
          {t.rail.template}
        </Button>
      </p>
      <div aria-live="polite">
        {run.isError ? <Alert type="error" showIcon title={text(run.error)} /> : null}
        {run.isSuccess ? (
          <Alert
            type={differences === 0 ? 'success' : 'warning'}
            showIcon
            title={t.rail.done(run.data.date, run.data.matched, run.data.late)}
            {...(differences === 0 ? {} : { description: t.rail.differs(differences) })}
          />
        ) : null}
      </div>
    </section>
  );
}
