import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { styled } from '@mui/material/styles';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { useAppInfo } from '../../api/native-state.tsx';
import { useOperation } from '../../api/use-operation.ts';
import { KeyValueList } from '../../ui/figures/key-value.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { useClipboard } from '../../ui/text/clipboard.tsx';
import { Copyable } from '../../ui/text/copyable.tsx';
import { Mono } from '../../ui/text/mono.tsx';
import { PolicySection } from './policy-section.tsx';
import { ThirdPartyLicences } from './third-party-licences.tsx';
import { UpdatesSection } from './updates-section.tsx';
import { useVaultText } from './vault-text.ts';

const Narrow = styled('div')({ maxWidth: 640 });
const Links = styled('ul')({ listStyle: 'none', padding: 0, display: 'flex', flexDirection: 'column', gap: 4, alignItems: 'flex-start' });

const licenceTexts = {
  apache: 'https://www.apache.org/licenses/LICENSE-2.0',
  ofl: 'https://openfontlicense.org/',
} as const;

/** Which versions run, where the data is, under which licences. */
export function AboutPage() {
  const { t } = useTranslation('about');
  const bridge = useBridge();
  const info = useAppInfo();
  const copy = useClipboard();
  const vaultText = useVaultText();
  const { data: server } = useOperation('server.info', {});
  const runtime = t(`runtimes.${info.runtime}`, { version: info.electron });
  const versions = [
    { label: t('console'), text: info.version },
    ...(server ? [{ label: t('server'), text: server.version }] : []),
    { label: t('runtime'), text: runtime },
    { label: t('chromium'), text: info.chromium },
    { label: t('node'), text: info.node },
    { label: t('platform'), text: info.platform },
  ];
  const copied = versions.map(({ label, text }) => `${label}: ${text}`).join('\n');
  return (
    <Page title={t('title')} lead={t('lead')} actions={<Button startIcon={<Copy aria-hidden />} onClick={() => void copy(copied)}>{t('copyVersions')}</Button>}>
      <Narrow>
        <Section title={t('versions')}>
          <KeyValueList items={versions.map(({ label, text }) => ({ label, value: <Mono>{text}</Mono> }))} />
        </Section>
        <Section title={t('here')}>
          <KeyValueList
            items={[
              { label: t('dataFolder'), value: <Copyable text={info.dataFolder} label={t('copyFolder')} /> },
              { label: t('keychain'), value: vaultText(info.vault) },
            ]}
          />
        </Section>
        <UpdatesSection />
        <PolicySection />
        <Section title={t('licences')}>
          <p>{t('own')}</p>
          <p>{t('fonts')}</p>
          <p>{t('others')}</p>
          <ThirdPartyLicences />
        </Section>
        <Section title={t('links')}>
          <Links>
            {(Object.keys(licenceTexts) as (keyof typeof licenceTexts)[]).map((name) => (
              <li key={name}>
                <Link component="button" type="button" onClick={() => void callNative(bridge, 'app.openExternal', { url: licenceTexts[name] })}>{t(name)}</Link>
              </li>
            ))}
          </Links>
        </Section>
      </Narrow>
    </Page>
  );
}
