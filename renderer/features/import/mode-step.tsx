import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { RadioChoices } from '../../ui/forms/fields.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Banner } from '../../ui/states/banner.tsx';
import type { ChangeView, ImportView } from './import-view.ts';
import { importModes } from './import-view.ts';
import { ScopeChoice } from './scope-choice.tsx';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: 24, maxWidth: 640 });
const absentActions = ['deactivate', 'delete', 'makeUnlicensed', 'keep'] as const;

interface ModeStepProps {
  view: ImportView;
  onChange: ChangeView;
}

const capital = <Text extends string>(text: Text): Capitalize<Text> => (text.charAt(0).toUpperCase() + text.slice(1)) as Capitalize<Text>;

/** Third step: what the file stands for, in plain consequences (M6 to M8). */
export function ModeStep({ view, onChange }: ModeStepProps) {
  const { t } = useTranslation('imports');
  return (
    <Section title={t('mode.title')}>
      <Stack>
        <RadioChoices
          label={t('mode.legend')}
          value={view.mode}
          choices={importModes.map((mode) => ({ value: mode, label: t(`mode.${mode}`), help: t(`mode.${mode}Means`) }))}
          onChange={(mode) => { onChange({ mode: mode as ImportView['mode'] }); }}
        />
        {view.mode === 'synchronize' && (
          <>
            <RadioChoices
              label={t('mode.absent')}
              value={view.absent}
              choices={absentActions.map((action) => ({ value: action, label: t(`mode.absent${capital(action)}`), help: t(`mode.absent${capital(action)}Means`) }))}
              onChange={(absent) => { onChange({ absent: absent as ImportView['absent'] }); }}
            />
            {view.absent !== 'keep' && <ScopeChoice view={view} onChange={onChange} />}
          </>
        )}
        {view.mode === 'delete' && (
          <RadioChoices
            label={t('mode.removal')}
            value={view.removal}
            choices={(['deactivate', 'delete'] as const).map((removal) => ({ value: removal, label: t(`mode.removal${capital(removal)}`) }))}
            onChange={(removal) => { onChange({ removal: removal as ImportView['removal'] }); }}
          />
        )}
        <Banner meaning="unchanged">{t('mode.safe')}</Banner>
      </Stack>
    </Section>
  );
}
