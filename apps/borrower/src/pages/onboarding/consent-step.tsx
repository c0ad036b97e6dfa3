import type { Consent } from '@clearline/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { useConsents, useHome } from '../../api/queries.ts';
import { useText } from '../../i18n/context.tsx';
import { isGiven } from '../../lib/consent.ts';
import { randomKey } from '../../lib/random-key.ts';
import { Button } from '../../ui/controls.tsx';
import { ConsentCard } from '../../ui/consent-card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Refusal } from '../../ui/status.tsx';

function ConsentList({ items }: { items: readonly Consent[] }) {
  const { t } = useText();
  const home = useHome();
  const cache = useQueryClient();
  // Only the list is renewed here: the optional consents stay on the page after the last required one is given.
  const change = useMutation({
    mutationFn: (one: Consent) =>
      client.changeConsent({
        params: { kind: one.kind },
        body: { given: !isGiven(one), version: one.version },
        idempotencyKey: randomKey(),
      }),
    onSuccess: (reply) => cache.setQueryData(['consents'], reply),
  });
  const missing = items.filter((one) => one.required && !isGiven(one)).length;
  return (
    <div className="stack">
      <p className="lead">{t.consents.lead}</p>
      {items.map((one) => (
        <ConsentCard
          key={one.kind}
          consent={one}
          busy={change.isPending && change.variables.kind === one.kind}
          onChange={() => change.mutate(one)}
        />
      ))}
      <Refusal error={change.error} />
      <p className="muted" role="status">
        {missing > 0 ? t.consents.missing(missing) : t.consents.complete}
      </p>
      <Button wide disabled={missing > 0} busy={home.isFetching && missing === 0} onClick={() => void home.refetch()}>
        {t.consents.next}
      </Button>
    </div>
  );
}

/** Every consent stands on its own: read it, give it, take it back; nothing is ticked beforehand. */
export function ConsentStep() {
  const consents = useConsents();
  return <Loaded query={consents}>{({ items }) => <ConsentList items={items} />}</Loaded>;
}
