import { useTranslation } from 'react-i18next';
import { usePermission, useSessionIfAny } from '../../api/session.tsx';
import { Page } from '../../ui/page/page.tsx';
import { ConsoleSettings } from './console-settings.tsx';
import { ServerSettings } from './server-settings.tsx';

/** Settings of this console, and, for who may see them, of the server. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const session = useSessionIfAny();
  const maySee = usePermission('settings:reader');
  return (
    <Page title={t('title')}>
      <ConsoleSettings />
      {session && maySee && <ServerSettings />}
    </Page>
  );
}
