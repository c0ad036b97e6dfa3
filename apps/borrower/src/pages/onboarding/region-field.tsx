import type { Region } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { useText } from '../../i18n/context.tsx';
import { Field } from '../../ui/controls.tsx';

interface RegionFieldProps {
  value: Region | null;
  onChange: (region: Region) => void;
  /** Nothing is chosen where something must be. */
  error: boolean;
}

/** The province where the applicant lives or trades, as a native list: thirty-one names are too many for chips. */
export function RegionField({ value, onChange, error }: RegionFieldProps) {
  const { t, local } = useText();
  const regions = useQuery({ queryKey: ['regions'], queryFn: () => client.listRegions(), staleTime: Infinity });
  const items = regions.data?.items ?? [];
  return (
    <Field
      label={t.application.region}
      hint={t.application.regionHint}
      error={error ? t.application.regionWrong : null}
    >
      {({ id, describedBy, invalid }) => (
        <span className="input">
          <select
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            value={value ?? ''}
            onChange={(event) => {
              const chosen = items.find(({ code }) => code === event.target.value);
              if (chosen !== undefined) onChange(chosen.code);
            }}
          >
            <option value="" disabled>
              {t.application.regionChoose}
            </option>
            {items.map(({ code, name }) => (
              <option key={code} value={code}>
                {local(name)}
              </option>
            ))}
          </select>
        </span>
      )}
    </Field>
  );
}
