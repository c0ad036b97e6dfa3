import type { ThreePartCheck } from '@clearline/client';
import { Button } from 'antd';
import { useText } from '../../../i18n/context.tsx';
import { Amount } from '../../../ui/Amount.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { SmallTable } from '../../../ui/SmallTable.tsx';

/** Security item by item, with what of each counts, and what it comes to; `onRemove` where an item may be taken away. */
export function CoverTable({
  cover,
  onRemove,
}: {
  cover: NonNullable<ThreePartCheck['securityNow']>;
  onRemove?: ((index: number) => void) | undefined;
}) {
  const { t, local } = useText();
  const words = t.check;
  const heads = [
    words.kind,
    words.securityText,
    words.value,
    words.valuer,
    words.valuedOn,
    words.haircut,
    words.prior,
    words.counted,
  ];
  return (
    <div className="stack">
      <SmallTable
        heads={onRemove === undefined ? heads : [...heads, '']}
        text={[1, 3, 4, 8]}
        rows={cover.securities.map((one, index) => ({
          // By place: two of the same kind and value are two.
          key: String(index),
          cells: [
            words.kinds[one.kind],
            one.text,
            <Amount key="value" fen={one.valueFen} />,
            words.valuers[one.valuer],
            <span key="day" className="num">
              {one.valuedOn}
            </span>,
            local(one.haircut),
            <Amount key="prior" fen={one.priorChargesFen} />,
            one.outdated ? words.outdated : <Amount key="counted" fen={one.countedFen} />,
            ...(onRemove === undefined
              ? []
              : [
                  <Button key="remove" size="small" onClick={() => onRemove(index)}>
                    {words.removeSecurity}
                  </Button>,
                ]),
          ],
        }))}
      />
      <Facts
        items={[
          [words.countedTotal, <Amount key="all" fen={cover.countedFen} />],
          cover.ratio === null ? null : [words.cover, local(cover.ratio)],
        ]}
      />
    </div>
  );
}
