import { useState } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { createI18n } from '../i18n/i18n.ts';
import { bestLanguage } from '../i18n/languages.ts';
import { ErrorState } from '../ui/states/error-state.tsx';
import { ClipboardProvider } from '../ui/text/clipboard.tsx';
import { ThemeProvider } from '../ui/theme/theme-provider.tsx';

function Failure({ error }: { error: unknown }) {
  const { t } = useTranslation('shell');
  return (
    <ErrorState
      title={t('startup.failed')}
      advice={error instanceof Error ? `${t('startup.advice')} (${error.message})` : t('startup.advice')}
      onRetry={() => { window.location.reload(); }}
    />
  );
}

/** What stands when main did not answer at the start: nothing else of the application is known then. */
export function StartupFailure({ error }: { error: unknown }) {
  const [i18n] = useState(() => createI18n(bestLanguage(navigator.languages)));
  return (
    <I18nextProvider i18n={i18n}>
      <ThemeProvider choice="system">
        <ClipboardProvider copy={(text) => navigator.clipboard.writeText(text)}>
          <Failure error={error} />
        </ClipboardProvider>
      </ThemeProvider>
    </I18nextProvider>
  );
}
