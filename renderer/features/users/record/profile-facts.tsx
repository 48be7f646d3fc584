import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/schemas/users.ts';
import { useFormats } from '../../../i18n/format.ts';
import { usePeopleTexts } from '../../../i18n/people-texts.ts';
import { KeyValueList } from '../../../ui/figures/key-value.tsx';
import { Copyable } from '../../../ui/text/copyable.tsx';
import { legible } from '../../../ui/text/legible.ts';
import { RelativeTime } from '../../../ui/text/relative-time.tsx';
import { typeSizes } from '../../../ui/theme/tokens.ts';

const Box = styled('section')(({ theme }) => ({ '& > h3': { margin: '8px 0', fontSize: typeSizes.small, fontWeight: 600, color: theme.vars.palette.text.secondary }, '& ul': { listStyle: 'none', padding: 0, margin: 0 } }));

/** What is known of a person and not edited here. */
export function ProfileFacts({ user }: { user: User }) {
  const { t } = useTranslation(['userRecord', 'fields', 'ui']);
  const formats = useFormats();
  const texts = usePeopleTexts();
  const memberships = user.organizations.map((membership) => `${membership.name} (${texts.organizationRole(membership.role)})`);
  return (
    <Box>
      <h3>{t('userRecord:profile.sections.facts')}</h3>
      <KeyValueList
        items={[
          { label: texts.fieldName('organizations'), value: memberships.length === 0 ? t('ui:none') : <ul>{memberships.map((membership) => <li key={membership}>{legible(membership)}</li>)}</ul> },
          { label: texts.fieldName('identitySource'), value: texts.identitySource(user.identitySource) },
          { label: texts.fieldName('mfaEnabled'), value: t(user.mfaEnabled ? 'ui:yes' : 'ui:no') },
          { label: texts.fieldName('password'), value: t(user.hasPassword ? 'userRecord:profile.passwordIsSet' : 'userRecord:profile.noPassword') },
          { label: texts.fieldName('lastActiveAt'), value: <RelativeTime time={user.lastActiveAt} /> },
          { label: texts.fieldName('createdAt'), value: formats.dateTime(user.createdAt) },
          { label: texts.fieldName('id'), value: <Copyable text={user.id} label={t('userRecord:profile.copyId')} /> },
        ]}
      />
    </Box>
  );
}
