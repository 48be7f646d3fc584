import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/format.ts';
import { useNow } from './clock.tsx';

/** `3 minutes ago`, with the exact time as its tooltip; `Never` when there is none. `time` is ISO 8601. */
export function RelativeTime({ time }: { time: string | null | undefined }) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  const now = useNow();
  if (!time) return <>{t('never')}</>;
  // A server's clock may run ahead by a little: what just happened is not "in 2 seconds".
  const instant = Math.abs(Date.parse(time) - now) < 60_000 ? now : time;
  return (
    <time dateTime={time} title={formats.dateTime(time)}>
      {formats.relative(new Date(instant), now)}
    </time>
  );
}
