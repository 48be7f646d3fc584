import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import Switch from '@mui/material/Switch';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { styled } from '@mui/material/styles';
import { Monitor, Moon, Sun } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences, useSettingIsLocked } from '../../api/native-state.tsx';
import { languageNames } from '../../i18n/languages.ts';
import { Section } from '../../ui/page/section.tsx';

const Rows = styled('div')({ display: 'flex', flexDirection: 'column', gap: 16, alignItems: 'flex-start' });
const Row = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 16px', '& > span': { width: 160, fontWeight: 500 } });

interface Option<Value extends string> {
  value: Value;
  label: string;
  icon?: LucideIcon;
}

/** C8: said beside what the organization decided. */
function Decided() {
  const { t } = useTranslation('policy');
  return <FormHelperText component="span" sx={{ m: 0 }}>{t('decided')}</FormHelperText>;
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly Option<Value>[];
  locked: boolean;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, locked, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <Row>
      <span id={id}>{label}</span>
      <ToggleButtonGroup exclusive value={value} disabled={locked} aria-labelledby={id} onChange={(_event, chosen: Value | null) => { if (chosen !== null) onChange(chosen); }}>
        {options.map((option) => (
          <ToggleButton key={option.value} value={option.value}>
            {option.icon && <option.icon aria-hidden />}
            {option.label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {locked && <Decided />}
    </Row>
  );
}

/** Theme, language, density: kept on this computer, effective at once (C12, C13). */
export function ConsoleSettings() {
  const { t } = useTranslation('settings');
  const [preferences, setPreferences] = usePreferences();
  const locked = useSettingIsLocked();
  return (
    <Section title={t('console.title')} lead={t('console.lead')}>
      <Rows>
        <Choice
          label={t('console.theme')}
          value={preferences.theme}
          locked={locked('theme')}
          onChange={(theme) => { setPreferences({ theme }); }}
          options={[
            { value: 'system', label: t('console.themes.system'), icon: Monitor },
            { value: 'light', label: t('console.themes.light'), icon: Sun },
            { value: 'dark', label: t('console.themes.dark'), icon: Moon },
          ]}
        />
        <Choice
          label={t('console.language')}
          value={preferences.language}
          locked={locked('language')}
          onChange={(language) => { setPreferences({ language }); }}
          options={[
            { value: 'system', label: t('console.systemLanguage') },
            { value: 'en', label: languageNames.en },
            { value: 'fr', label: languageNames.fr },
          ]}
        />
        <Choice
          label={t('console.density')}
          value={preferences.density}
          locked={locked('density')}
          onChange={(density) => { setPreferences({ density }); }}
          options={[
            { value: 'comfortable', label: t('console.densities.comfortable') },
            { value: 'compact', label: t('console.densities.compact') },
          ]}
        />
        <FormControlLabel
          sx={{ ml: 0 }}
          disabled={locked('safeForSpreadsheets')}
          control={<Switch sx={{ mt: '3px' }} checked={preferences.safeForSpreadsheets} onChange={(event) => { setPreferences({ safeForSpreadsheets: event.target.checked }); }} />}
          label={<>{t('console.spreadsheets')}<FormHelperText component="span" sx={{ display: 'block', mt: 0, maxWidth: 560 }}>{t('console.spreadsheetsHelp')}</FormHelperText>{locked('safeForSpreadsheets') && <Decided />}</>}
        />
        <FormControlLabel
          sx={{ ml: 0 }}
          control={<Switch sx={{ mt: '3px' }} checked={preferences.singleKeys} onChange={(event) => { setPreferences({ singleKeys: event.target.checked }); }} />}
          label={<>{t('console.singleKeys')}<FormHelperText component="span" sx={{ display: 'block', mt: 0, maxWidth: 560 }}>{t('console.singleKeysHelp')}</FormHelperText></>}
        />
      </Rows>
    </Section>
  );
}
