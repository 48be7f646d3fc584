import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { UpdateState } from '#shared/ipc.ts';
import { useUpdates } from '../../api/native-state.tsx';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { useFormats } from '../../i18n/format.ts';
import { Section } from '../../ui/page/section.tsx';

const Line = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 12 });

function useUpdateText(): (updates: UpdateState) => string {
  const { t } = useTranslation('updates');
  const formats = useFormats();
  return (updates) => {
    switch (updates.state) {
      case 'off':
        return t(`off.${updates.why}`);
      case 'failed':
        return t(`failed.${updates.why}`);
      case 'available':
      case 'ready':
        return t(updates.state, { version: updates.version });
      case 'downloading':
        return t('downloading', { version: updates.version, share: formats.percent(updates.percent / 100) });
      default:
        return t(updates.state);
    }
  };
}

/** C8: whether there is a newer console, and what can be done here; without any button where nothing can. */
export function UpdatesSection() {
  const { t } = useTranslation('updates');
  const updates = useUpdates();
  const text = useUpdateText();
  const check = useNativeCall('updates.check');
  const download = useNativeCall('updates.download');
  const install = useNativeCall('updates.install');
  const error = check.error ?? download.error ?? install.error;
  const mayCheck = updates.state === 'unknown' || updates.state === 'current' || updates.state === 'failed';
  return (
    <Section title={t('title')}>
      <Line>
        <span role="status">{text(updates)}</span>
        {mayCheck && <Button onClick={() => { check.mutate(null); }}>{t('check')}</Button>}
        {updates.state === 'available' && <Button variant="contained" color="primary" onClick={() => { download.mutate(null); }}>{t('download')}</Button>}
        {updates.state === 'ready' && <Button variant="contained" color="primary" onClick={() => { install.mutate(null); }}>{t('install')}</Button>}
      </Line>
      {error && <OperationProblem error={error} />}
    </Section>
  );
}
