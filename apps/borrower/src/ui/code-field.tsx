import { useText } from '../i18n/context.tsx';
import { TextField } from './controls.tsx';

interface CodeFieldProps {
  value: string;
  onChange: (code: string) => void;
  error?: string | null;
}

/** A six-digit one-time code; phones offer the code of the last message. It appears once a code was sent for, and is where to go on. */
export function CodeField({ value, onChange, error = null }: CodeFieldProps) {
  const { t } = useText();
  return (
    <TextField
      label={t.signIn.code}
      value={value}
      onChange={(text) => onChange(text.replaceAll(/\D/g, '').slice(0, 6))}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={6}
      error={error}
      hint={t.signIn.codeHint}
      big
      autoFocus
    />
  );
}
