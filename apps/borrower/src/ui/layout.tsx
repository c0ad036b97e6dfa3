import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useText } from '../i18n/context.tsx';
import { Icon } from './icon.tsx';

interface PageProps {
  title: string;
  /** Where the back button leads when there is no page to go back to. */
  back?: string;
  children: ReactNode;
  /** Wide pages use two columns on a desktop. */
  wide?: boolean;
}

/** A page below the tabs: a header with the way back, and a title that is also the document's. */
export function Page({ title, back, children, wide = false }: PageProps) {
  const { t } = useText();
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t.brand}`;
    heading.current?.focus({ preventScroll: true });
  }, [title, t.brand]);
  const goBack = () => {
    if (router.history.canGoBack()) router.history.back();
    else void router.navigate({ to: back ?? '/' });
  };
  return (
    <div className={wide ? 'page page-wide' : 'page'}>
      <header className="page-head">
        {back !== undefined && (
          <button type="button" className="icon-button" onClick={goBack} aria-label={t.common.back}>
            <Icon name="back" />
          </button>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      {children}
    </div>
  );
}

interface CardProps {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

export function Card({ title, aside, children, className = '' }: CardProps) {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <div className="card-head">
          <h2 id={id}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** Facts as pairs of term and value; values align on the right. */
export function Facts({ items }: { items: readonly (readonly [ReactNode, ReactNode])[] }) {
  return (
    <dl className="facts">
      {items.map(([term, value], index) => (
        <div key={index}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface SheetProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog from the bottom of a phone, in the middle of a desktop; the browser keeps the focus inside it. */
export function Sheet({ title, open, onClose, children }: SheetProps) {
  const { t } = useText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby={id} onClose={onClose}>
      {open && (
        <>
          <header className="sheet-head">
            <h2 id={id}>{title}</h2>
            <button type="button" className="icon-button" onClick={onClose} aria-label={t.common.close}>
              <Icon name="close" />
            </button>
          </header>
          {children}
        </>
      )}
    </dialog>
  );
}
