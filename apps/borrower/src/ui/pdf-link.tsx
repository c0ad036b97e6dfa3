import { buttonClass } from './controls.tsx';
import { Icon } from './icon.tsx';

/** A document to take away: opens in a new tab, where the browser shows, saves or prints it. */
export function PdfLink({ href, label }: { href: string; label: string }) {
  return (
    <a href={href} className={buttonClass('secondary', true)} target="_blank" rel="noreferrer">
      <Icon name="download" size={18} />
      <span>{label}</span>
    </a>
  );
}
