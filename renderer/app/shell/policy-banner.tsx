import { ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePolicy } from '../../api/native-state.tsx';
import { Banner } from '../../ui/states/banner.tsx';

/** C8: a policy that cannot be understood is never passed over in silence. */
export function PolicyBanner() {
  const { t } = useTranslation('policy');
  const { state, file, problem } = usePolicy();
  if (state !== 'broken') return null;
  return (
    <Banner meaning="gone" flush icon={ShieldAlert} role="alert" title={t('broken.title')}>
      {t('broken.consequence')} {t('broken.cause', { file, problem: problem ?? '' })}
    </Banner>
  );
}
