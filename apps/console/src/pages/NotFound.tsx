import { CompassOutlined } from '@ant-design/icons';
import { Link } from '../app/links.tsx';
import { useText } from '../i18n/context.tsx';

export function NotFound() {
  const { t } = useText();
  return (
    <div className="block-state">
      <span className="block-state-icon" aria-hidden>
        <CompassOutlined />
      </span>
      <h1>{t.errors.notFoundTitle}</h1>
      <p>{t.errors.notFound}</p>
      <Link to="/">{t.nav.today}</Link>
    </div>
  );
}
