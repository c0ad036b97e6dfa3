import { moment, type ThreePartCheck } from '@clearline/client';
import type { ReactNode } from 'react';
import { useText } from '../../../i18n/context.tsx';

export interface PartProps {
  readonly id: string;
  readonly recorded: ThreePartCheck['investigation'];
  readonly memo: NonNullable<ThreePartCheck['memo']>;
  readonly mayRecord: boolean;
}

/** The head of one part: its name, who recorded it when, and what can be done. */
export function PartHead({
  title,
  recorded,
  children,
}: {
  title: string;
  recorded: PartProps['recorded'];
  children: ReactNode;
}) {
  const { t } = useText();
  return (
    <>
      <div className="panel-head">
        <h2>{title}</h2>
        <span className="states">{children}</span>
      </div>
      <p className="muted small" style={{ marginBottom: 10 }}>
        {recorded === null ? t.check.notRecorded : t.check.recordedBy(recorded.by, moment(recorded.at))}
      </p>
    </>
  );
}
