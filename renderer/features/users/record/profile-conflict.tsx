import Button from '@mui/material/Button';
import Radio from '@mui/material/Radio';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/schemas/users.ts';
import { usePermission } from '../../../api/session.tsx';
import { useOperation } from '../../../api/use-operation.ts';
import { useFormats } from '../../../i18n/format.ts';
import { usePeopleTexts } from '../../../i18n/people-texts.ts';
import { Banner } from '../../../ui/states/banner.tsx';
import { legible } from '../../../ui/text/legible.ts';
import { meetingOf, merged, profileOf } from './profile-changes.ts';
import type { Profile, ProfileField } from './profile-changes.ts';

const Choices = styled('table')(({ theme }) => ({
  width: '100%',
  margin: '8px 0',
  borderCollapse: 'collapse',
  '& th, & td': { padding: '2px 8px 2px 0', textAlign: 'start', overflowWrap: 'anywhere', borderBottom: `1px solid ${theme.vars.palette.surface.line}` },
  '& th': { fontWeight: 500 },
  '& label': { display: 'flex', alignItems: 'center', gap: 4 },
}));
const Buttons = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8 });

/** Who made the change that came first. */
function LastChange({ user }: { user: User }) {
  const { t } = useTranslation('userRecord');
  const formats = useFormats();
  const mayRead = usePermission('audit_log:reader');
  const { data } = useOperation('users.activity', { id: user.id, limit: 1 }, { enabled: mayRead });
  const entry = data?.items[0];
  return entry ? <p>{t('conflict.lastChange', { who: legible(entry.actor.name), when: formats.dateTime(entry.at) })}</p> : null;
}

interface ConflictProps {
  base: Profile;
  /** The record as somebody else has saved it. */
  current: User;
  mine: Partial<Profile>;
  onDecided: (values: Profile) => void;
}

/** Two people changed one record: who, what, and which value stands, field by field. */
export function ProfileConflict({ base, current, mine, onDecided }: ConflictProps) {
  const { t } = useTranslation('userRecord');
  const texts = usePeopleTexts();
  const present = profileOf(current);
  const { contested } = meetingOf(base, present, mine);
  const [taken, setTaken] = useState<ReadonlySet<ProfileField>>(new Set());
  const choice = (field: ProfileField, value: unknown, theirs: boolean) => {
    const text = legible(texts.fieldValue(field, value));
    return (
      <td>
        <label>
          <Radio
            size="small"
            name={`conflict-${field}`}
            checked={taken.has(field) === theirs}
            onChange={() => { setTaken(new Set(theirs ? [...taken, field] : [...taken].filter((other) => other !== field))); }}
            slotProps={{ input: { 'aria-label': t('conflict.use', { value: text, field: texts.fieldName(field) }) } }}
          />
          {text}
        </label>
      </td>
    );
  };
  return (
    <Banner meaning="held" role="alert" title={t('conflict.title')}>
      <LastChange user={current} />
      <p>{contested.length === 0 ? t('conflict.noOverlap') : t('conflict.lead')}</p>
      {contested.length > 0 && (
        <Choices>
          <thead>
            <tr><th scope="col">{t('conflict.field')}</th><th scope="col">{t('conflict.theirs')}</th><th scope="col">{t('conflict.mine')}</th></tr>
          </thead>
          <tbody>
            {contested.map((field) => (
              <tr key={field}>
                <th scope="row">{texts.fieldName(field)}</th>
                {choice(field, present[field], true)}
                {choice(field, mine[field], false)}
              </tr>
            ))}
          </tbody>
        </Choices>
      )}
      <Buttons>
        {contested.length > 0 && <Button size="small" onClick={() => { setTaken(new Set(contested)); }}>{t('conflict.takeTheirs')}</Button>}
        {contested.length > 0 && <Button size="small" onClick={() => { setTaken(new Set()); }}>{t('conflict.keepMine')}</Button>}
        <Button size="small" color="primary" onClick={() => { onDecided(merged(present, mine, taken)); }}>{t('conflict.apply')}</Button>
      </Buttons>
    </Banner>
  );
}
