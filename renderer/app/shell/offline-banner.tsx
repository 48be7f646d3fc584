import Button from '@mui/material/Button';
import { CloudOff, KeyRound, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { useConnectionStatus } from '../../api/connection-status.tsx';
import { useCurrentConnection } from '../../api/native-state.tsx';
import { useFormats } from '../../i18n/format.ts';
import type { Formats } from '../../i18n/format.ts';
import { Banner } from '../../ui/states/banner.tsx';
import { useNow } from '../../ui/text/clock.tsx';
import { RelativeTime } from '../../ui/text/relative-time.tsx';

function RetryButton() {
  const { t } = useTranslation('shell');
  const bridge = useBridge();
  const [asking, setAsking] = useState(false);
  const retry = () => {
    setAsking(true);
    // The answer arrives as a `status` event; this only ends the waiting.
    void callNative(bridge, 'connections.retry', null).catch(() => undefined).finally(() => { setAsking(false); });
  };
  return <Button size="small" loading={asking} onClick={retry}>{t('offline.retry')}</Button>;
}

/** The time of day; with its date when that was not within the last day. */
function sinceText(since: string, now: number, formats: Formats): string {
  return now - Date.parse(since) < 86_400_000 ? formats.time(since) : formats.dateTime(since);
}

/** C5: says that the server does not answer and since when; goes away by itself. */
export function OfflineBanner() {
  const { t } = useTranslation(['shell', 'policy']);
  const status = useConnectionStatus();
  const { name } = useCurrentConnection();
  const navigate = useNavigate();
  const formats = useFormats();
  const now = useNow();
  switch (status.state) {
    case 'online':
      return null;
    case 'starting':
      return <Banner meaning="unchanged" flush icon={LoaderCircle} role="status">{t('offline.starting', { name })}</Banner>;
    case 'signed_out':
      return (
        <Banner meaning="held" flush icon={KeyRound} role="status" actions={<Button size="small" onClick={() => void navigate('/connections')}>{t('offline.openConnections')}</Button>}>
          {status.error === undefined ? t('offline.noToken', { name }) : status.error.reason === 'set_by_policy' ? t('policy:noLocalServer') : t('offline.signedOut', { name })}
        </Banner>
      );
    case 'offline':
      return (
        <Banner meaning="held" flush icon={CloudOff} role="status" actions={<RetryButton />}>
          {t('offline.since', { name, time: sinceText(status.since, now, formats) })}, <RelativeTime time={status.since} />. {t('offline.readOnly')}
        </Banner>
      );
  }
}
