import { Select } from 'antd';
import { useText } from '../i18n/context.tsx';

/** A filter over a set of coded words; empty means all. */
export function Filter({
  label,
  value,
  words,
  onChange,
}: {
  label: string;
  value: string | undefined;
  words: Readonly<Record<string, string>>;
  onChange: (value: string | undefined) => void;
}) {
  const { t } = useText();
  const options = [
    { value: '', label: t.common.labelled(label, t.common.all) },
    ...Object.entries(words).map(([code, word]) => ({ value: code, label: word })),
  ];
  return (
    <Select
      className="filter"
      aria-label={label}
      value={value ?? ''}
      options={options}
      popupMatchSelectWidth={false}
      onChange={(next) => onChange(next === '' ? undefined : next)}
    />
  );
}
