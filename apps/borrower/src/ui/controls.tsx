import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { useId } from 'react';
import { useText } from '../i18n/context.tsx';
import { Icon, type IconName } from './icon.tsx';

type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind;
  icon?: IconName;
  /** Work is under way: the button keeps its place and size, says so, and takes no second press. */
  busy?: boolean;
  wide?: boolean;
}

export function buttonClass(kind: ButtonKind = 'primary', wide = false): string {
  return `button button-${kind}${wide ? ' button-wide' : ''}`;
}

export function Button({ kind = 'primary', icon, busy = false, wide = false, children, ...rest }: ButtonProps) {
  const { t } = useText();
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(kind, wide)}
      disabled={rest.disabled === true || busy}
      aria-busy={busy}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} size={18} />}
      <span>{busy ? t.common.working : children}</span>
    </button>
  );
}

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | null;
  children: (ids: { id: string; describedBy: string | undefined; invalid: boolean }) => ReactNode;
}

/** A labelled control with its hint and, when there is one, what is wrong with it. */
export function Field({ label, hint, error = null, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy: note === undefined ? undefined : `${id}-note`, invalid: error !== null })}
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={error === null ? 'hint' : 'hint hint-error'}
          role={error === null ? undefined : 'alert'}
        >
          {error !== null && <Icon name="alert" size={16} />}
          {note}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  error?: string | null;
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel';
  autoComplete?: string;
  placeholder?: string;
  maxLength?: number;
  prefix?: string;
  autoFocus?: boolean;
  big?: boolean;
}

export function TextField({ label, hint, error = null, prefix, big = false, onChange, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => (
        <span className={big ? 'input input-big' : 'input'}>
          {prefix !== undefined && <span aria-hidden="true">{prefix}</span>}
          <input
            {...input}
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            onChange={(event) => onChange(event.target.value)}
          />
        </span>
      )}
    </Field>
  );
}

interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  readonly note?: string;
  /** Where the label is of a language of its own. */
  readonly lang?: string;
}

interface ChoicesProps<Value> {
  label: string;
  options: readonly Choice<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  /** Chips side by side, or rows with a note each. */
  layout?: 'chips' | 'rows';
}

/** One of a few, as native radio buttons in the shape of chips or rows: arrow keys and screen readers work as usual. */
export function Choices<Value extends string | number>(props: ChoicesProps<Value>) {
  const { label, options, value, onChange, layout = 'chips' } = props;
  const name = useId();
  return (
    <fieldset className={`choices choices-${layout}`}>
      <legend>{label}</legend>
      <div className="choices-body">
        {options.map((option) => (
          <label key={option.value} className="choice">
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span className="choice-face">
              <span lang={option.lang}>{option.label}</span>
              {option.note !== undefined && <small>{option.note}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Toggle({ label, note, on, onChange }: ToggleProps) {
  return (
    <label className="toggle">
      <span>
        <span>{label}</span>
        {note !== undefined && <small>{note}</small>}
      </span>
      <input type="checkbox" role="switch" checked={on} onChange={(event) => onChange(event.target.checked)} />
    </label>
  );
}

interface ToggleProps {
  label: string;
  note?: string;
  on: boolean;
  onChange: (on: boolean) => void;
}
