import { useText } from '../i18n/context.tsx';
import { Empty } from '../ui/Empty.tsx';
import { PageHead } from '../ui/PageHead.tsx';

export function NotFound() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t.errors.notFoundTitle} />
      <Empty title={t.errors.notFound} action={<a href="/console/">{t.nav.today}</a>} />
    </>
  );
}
