import { type Home, type Line, parseAmount } from '@clearline/client';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { useAct } from '../../api/queries.ts';
import { useText } from '../../i18n/context.tsx';
import { money, roundMoney } from '../../lib/format.ts';
import { randomKey } from '../../lib/random-key.ts';
import { Button, TextField } from '../../ui/controls.tsx';
import { Card, Sheet } from '../../ui/layout.tsx';
import { Refusal, Strip } from '../../ui/status.tsx';

/** Lowering is the borrower's own wish: it takes effect at once and counts for nothing in any assessment. */
function LowerSheet({ line, open, onClose }: { line: Line; open: boolean; onClose: () => void }) {
  const { t, language } = useText();
  const [text, setText] = useState('');
  const fen = parseAmount(text);
  const lower = useAct(
    (limitFen: number) => client.lowerLimit({ body: { limitFen }, idempotencyKey: randomKey() }),
    onClose,
  );
  const wrong = fen === null || fen >= line.effectiveLimitFen || fen < line.usedFen;
  return (
    <Sheet title={t.limit.lower} open={open} onClose={onClose}>
      <div className="sheet-body stack">
        <p>{t.limit.lowerHelp}</p>
        <TextField
          label={t.limit.lowerTo}
          value={text}
          onChange={setText}
          inputMode="decimal"
          prefix="￥"
          big
          hint={t.limit.lowerHint(roundMoney(line.usedFen, language), roundMoney(line.effectiveLimitFen, language))}
          error={text !== '' && wrong ? t.limit.lowerWrong : null}
        />
        <Refusal error={lower.error} />
      </div>
      <footer className="sheet-foot">
        <Button wide busy={lower.isPending} disabled={wrong} onClick={() => fen !== null && lower.mutate(fen)}>
          {t.limit.lowerConfirm}
        </Button>
      </footer>
    </Sheet>
  );
}

function CloseSheet({ home, open, onClose }: { home: Home; open: boolean; onClose: () => void }) {
  const { t, language } = useText();
  const close = useAct(() => client.closeLine({ idempotencyKey: randomKey() }), onClose);
  const owing = home.payoffFen > 0;
  return (
    <Sheet title={t.limit.close} open={open} onClose={onClose}>
      <div className="sheet-body stack">
        {owing ? (
          <Strip tone="attention" icon="info" title={t.limit.closeOwing(money(home.payoffFen, language))} />
        ) : (
          <p>{t.limit.closeHelp}</p>
        )}
        <Refusal error={close.error} />
      </div>
      <footer className="sheet-foot">
        <Button kind="danger" wide busy={close.isPending} disabled={owing} onClick={() => close.mutate()}>
          {t.limit.closeConfirm}
        </Button>
        <Button kind="quiet" wide onClick={onClose}>
          {t.limit.closeKeep}
        </Button>
      </footer>
    </Sheet>
  );
}

/** What the borrower may do with the line, without asking anybody. */
export function LineActions({ home, line }: { home: Home; line: Line }) {
  const { t, language } = useText();
  const [sheet, setSheet] = useState<'LOWER' | 'CLOSE' | null>(null);
  const paused = line.displayState === 'PAUSED';
  const pause = useAct(() =>
    paused ? client.resumeLine({ idempotencyKey: randomKey() }) : client.pauseLine({ idempotencyKey: randomKey() }),
  );
  const lift = useAct(() => client.liftOwnLimit({ idempotencyKey: randomKey() }));
  if (line.status === 'CLOSED') return null;
  return (
    <Card title={t.limit.yours}>
      <p className="muted">{t.limit.yoursHelp}</p>
      <Refusal error={pause.error ?? lift.error} />
      <div className="actions">
        <Button kind="secondary" icon="down" onClick={() => setSheet('LOWER')}>
          {t.limit.lower}
        </Button>
        {line.ownLimitFen === null ? null : (
          <Button kind="secondary" icon="turn" busy={lift.isPending} onClick={() => lift.mutate()}>
            {t.limit.lift(roundMoney(line.grantedLimitFen, language))}
          </Button>
        )}
        <Button kind="secondary" icon={paused ? 'turn' : 'pause'} busy={pause.isPending} onClick={() => pause.mutate()}>
          {paused ? t.limit.resume : t.limit.pause}
        </Button>
        <Button kind="quiet" onClick={() => setSheet('CLOSE')}>
          {t.limit.close}
        </Button>
      </div>
      <LowerSheet line={line} open={sheet === 'LOWER'} onClose={() => setSheet(null)} />
      <CloseSheet home={home} open={sheet === 'CLOSE'} onClose={() => setSheet(null)} />
    </Card>
  );
}
