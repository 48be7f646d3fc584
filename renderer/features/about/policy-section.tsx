import { useTranslation } from 'react-i18next';
import { usePolicy } from '../../api/native-state.tsx';
import { useFormats } from '../../i18n/format.ts';
import { KeyValueList } from '../../ui/figures/key-value.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Mono } from '../../ui/text/mono.tsx';

/** C8: what an organization decided for this computer; nothing where it decided nothing. */
export function PolicySection() {
  const { t } = useTranslation('policy');
  const formats = useFormats();
  const { state, file, problem, localServer, exports, updates, lockConnections, lockedSettings } = usePolicy();
  if (state === 'none') return null;
  const allowed = (is: boolean): string => (is ? t('allowed') : t('off'));
  return (
    <Section title={t('title')} lead={state === 'broken' ? t('broken.title') : t('applied')}>
      <KeyValueList
        items={[
          { label: t('file'), value: <Mono>{problem === null ? file : t('broken.cause', { file, problem })}</Mono> },
          { label: t('localServer'), value: allowed(localServer) },
          { label: t('exports'), value: allowed(exports) },
          { label: t('updates'), value: allowed(updates) },
          { label: t('connections'), value: lockConnections ? t('locked') : t('open') },
          { label: t('settings'), value: lockedSettings.length === 0 ? t('none') : formats.list(lockedSettings.map((name) => t(`setting.${name}`))) },
        ]}
      />
    </Section>
  );
}
