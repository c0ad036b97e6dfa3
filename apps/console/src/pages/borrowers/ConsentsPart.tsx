import { type BorrowerFile, dayOf } from '@clearline/client';
import { useText } from '../../i18n/context.tsx';
import { Facts } from '../../ui/Facts.tsx';

/** What the borrower agreed to, with when, and what was taken back. */
export function ConsentsPart({ file }: { file: BorrowerFile }) {
  const { t, local } = useText();
  const words = t.file.consents;
  return (
    <section className="panel" data-testid="consents">
      <h2 style={{ marginBottom: 10 }}>{words.title}</h2>
      <Facts
        items={file.consents.map(({ title, givenAt, takenBackAt }) => [
          local(title),
          givenAt === null
            ? words.never
            : takenBackAt === null
              ? words.given(dayOf(givenAt))
              : words.takenBack(dayOf(givenAt), dayOf(takenBackAt)),
        ])}
      />
    </section>
  );
}
