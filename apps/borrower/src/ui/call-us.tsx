import { useText } from '../i18n/context.tsx';
import { buttonClass } from './controls.tsx';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';

/** The straight way to a person: the lender's telephone, as a button that dials it. */
export function CallUs({ contact }: { contact: string }) {
  const { t } = useText();
  return (
    <a href={`tel:${contact}`} className={buttonClass('secondary')}>
      <Icon name="phone" size={18} />
      <span>
        <Prose text={t.me.call(contact)} />
      </span>
    </a>
  );
}
