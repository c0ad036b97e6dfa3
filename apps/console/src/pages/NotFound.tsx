import { useText } from '../i18n/context.tsx';
import { Empty } from '../ui/Empty.tsx';

export function NotFound() {
  const { t } = useText();
  return (
    <Empty title={t.errors.notFoundTitle} help={t.errors.notFound} action={<a href="/console/">{t.nav.today}</a>} />
  );
}
