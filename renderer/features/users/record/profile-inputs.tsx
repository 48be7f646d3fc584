import { styled } from '@mui/material/styles';
import type { Control } from 'react-hook-form';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { capabilityFlags } from '#shared/schemas/users.ts';
import { usePeopleTexts } from '../../../i18n/people-texts.ts';
import { CheckInput, SelectInput, TextInput } from '../../../ui/forms/fields.tsx';
import { typeSizes } from '../../../ui/theme/tokens.ts';
import type { Profile, ProfileField } from './profile-changes.ts';

export interface FieldState {
  disabled: boolean;
  help: string | undefined;
}

const Heading = styled('h3')(({ theme }) => ({ gridColumn: '1 / -1', margin: '8px 0 -8px', fontSize: typeSizes.small, fontWeight: 600, color: theme.vars.palette.text.secondary }));
const Checks = styled('div')({ gridColumn: '1 / -1', display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(210px, 1fr))', gap: 4 });

interface InputsProps {
  control: Control<Profile, unknown, Profile>;
  fieldState: (field: ProfileField) => FieldState;
}

const identity = ['displayName', 'username', 'email', 'externalId', 'firstName', 'lastName'] as const;
const work = ['jobTitle', 'company', 'department', 'businessPhone', 'mobilePhone'] as const;
const required: ReadonlySet<ProfileField> = new Set<ProfileField>(['username', 'email']);

function TextFields({ control, fieldState, fields }: InputsProps & { fields: readonly ((typeof identity)[number] | (typeof work)[number])[] }) {
  const texts = usePeopleTexts();
  return fields.map((field) => {
    const { disabled, help } = fieldState(field);
    return <TextInput key={field} control={control} name={field} label={texts.fieldName(field)} disabled={disabled} required={required.has(field)} help={help} />;
  });
}

/** What the choice of the kind entails (U5). */
function KindInput({ control, fieldState, wasContact }: InputsProps & { wasContact: boolean }) {
  const { t } = useTranslation(['userRecord', 'fields']);
  const texts = usePeopleTexts();
  const kind = useWatch({ control, name: 'kind' });
  const becomes = wasContact !== (kind === 'contact');
  const help = !becomes ? t('userRecord:profile.kindHint') : kind === 'contact' ? t('userRecord:profile.toContact') : t('userRecord:profile.toPerson');
  return (
    <SelectInput
      control={control}
      name="kind"
      label={texts.fieldName('kind')}
      disabled={fieldState('kind').disabled}
      help={help}
      choices={(['person', 'contact'] as const).map((value) => ({ value, label: t(`fields:kind.${value}`) }))}
    />
  );
}

/** The inputs of a profile by section; a locked one says who owns it (U11). */
export function ProfileInputs(props: InputsProps & { wasContact: boolean }) {
  const { t } = useTranslation(['userRecord', 'fields']);
  const texts = usePeopleTexts();
  const { control, fieldState } = props;
  return (
    <>
      <Heading>{t('userRecord:profile.sections.identity')}</Heading>
      <TextFields {...props} fields={identity} />
      <Heading>{t('userRecord:profile.sections.work')}</Heading>
      <TextFields {...props} fields={work} />
      <Heading>{t('userRecord:profile.sections.account')}</Heading>
      <SelectInput
        control={control}
        name="locale"
        label={texts.fieldName('locale')}
        disabled={fieldState('locale').disabled}
        choices={(['en', 'fr'] as const).map((value) => ({ value, label: t(`fields:locale.${value}`) }))}
      />
      <KindInput {...props} />
      <Checks>
        <CheckInput control={control} name="nonCounting" label={texts.fieldName('nonCounting')} help={t('userRecord:profile.nonCountingHint')} disabled={fieldState('nonCounting').disabled} />
        <CheckInput control={control} name="protected" label={texts.fieldName('protected')} help={t('userRecord:profile.protectedHint')} disabled={fieldState('protected').disabled} />
      </Checks>
      <Heading>{t('userRecord:profile.sections.capabilities')}</Heading>
      <Checks>
        {capabilityFlags.map((flag) => <CheckInput key={flag} control={control} name={flag} label={texts.fieldName(flag)} disabled={fieldState(flag).disabled} />)}
      </Checks>
    </>
  );
}
