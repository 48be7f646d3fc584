import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Lock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permits } from '#shared/permissions.ts';
import type { Grants } from '#shared/permissions.ts';
import type { User } from '#shared/schemas/users.ts';
import { useOnline } from '../../../api/connection-status.tsx';
import { OperationProblem } from '../../../api/operation-failure.tsx';
import { usePermission, useSession } from '../../../api/session.tsx';
import { useMutationOf } from '../../../api/use-operation.ts';
import { usePeopleTexts } from '../../../i18n/people-texts.ts';
import { Form } from '../../../ui/forms/form.tsx';
import { placeErrors, useZodForm } from '../../../ui/forms/zod-form.ts';
import { Banner } from '../../../ui/states/banner.tsx';
import { ProfileConflict } from './profile-conflict.tsx';
import { changedProfile, isOwnedByProvider, permissionFor, profileOf, profileSchema } from './profile-changes.ts';
import type { ProfileField } from './profile-changes.ts';
import { ProfileFacts } from './profile-facts.tsx';
import { ProfileInputs } from './profile-inputs.tsx';
import type { FieldState } from './profile-inputs.tsx';
import { changedByUsers, useDoneToast } from './use-user-write.ts';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: 16 });
const SaveBar = styled('div')(({ theme }) => ({
  position: 'sticky',
  bottom: -24,
  zIndex: 1,
  gridColumn: '1 / -1',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  margin: '0 -24px',
  padding: '10px 24px',
  borderTop: `1px solid ${theme.vars.palette.surface.edge}`,
  backgroundColor: theme.vars.palette.surface.content,
  '& > span': { flex: 1, color: theme.vars.palette.meaning.held.text },
}));

const isUser = (value: unknown): value is User => typeof value === 'object' && value !== null && 'version' in value && 'username' in value;

/** Which fields this session may edit of this person, and why not the others. */
function useFieldState(user: User): (field: ProfileField) => FieldState {
  const { t } = useTranslation('userRecord');
  const texts = usePeopleTexts();
  const online = useOnline();
  const grants = useSession().grants as Grants;
  return (field) => {
    if (isOwnedByProvider(user, field)) return { disabled: true, help: t('profile.ownedBy', { provider: texts.identitySource(user.identitySource) }) };
    return { disabled: !online || user.deletedAt !== null || !permits(grants, permissionFor(field)), help: undefined };
  };
}

/** The form over one version of a person: what was changed is sent with that version (If-Match). */
function useProfileForm(user: User) {
  const told = useDoneToast();
  const [base, setBase] = useState(user);
  const [theirs, setTheirs] = useState<User | undefined>(undefined);
  const form = useZodForm(profileSchema, profileOf(user));
  const { reset, formState: { isDirty } } = form;
  const start = (from: User) => {
    setBase(from);
    setTheirs(undefined);
    reset(profileOf(from));
  };
  useEffect(() => {
    // Changes made elsewhere come in as long as nothing was typed; then a save tells the two apart.
    if (!isDirty && user.version !== base.version) {
      setBase(user);
      reset(profileOf(user));
    }
  }, [isDirty, user, base.version, reset]);
  const save = useMutationOf('users.update', {
    invalidates: changedByUsers,
    onSuccess: (result) => {
      start(result.user);
      told('saved', result.user.displayName, { notices: result.notices });
    },
  });
  const submit = () => {
    const changes = changedProfile(profileOf(base), form.getValues());
    save.mutate({ id: base.id, version: base.version, ...changes }, {
      onError: ({ problem }) => {
        if (problem.code === 'version_conflict' && isUser(problem.current)) setTheirs(problem.current);
        placeErrors(form, problem.errors ?? []);
      },
    });
  };
  return { form, base, setBase, theirs, setTheirs, save, submit, start, isDirty };
}

/** The person's fields, those the session may edit as a form; a conflict with somebody else's save is settled here. */
export function ProfileTab({ user }: { user: User }) {
  const { t } = useTranslation('userRecord');
  const texts = usePeopleTexts();
  const fieldState = useFieldState(user);
  const { form, base, setBase, theirs, setTheirs, save, submit, start, isDirty } = useProfileForm(user);
  const managed = user.identitySource !== 'local';
  const mayEdit = usePermission('users:contributor');
  return (
    <Stack>
      {!mayEdit && <Banner meaning="unchanged">{t('profile.readOnly')}</Banner>}
      {managed && <Banner meaning="inherited" icon={Lock}>{t('profile.ownedByLead', { provider: texts.identitySource(user.identitySource) })}</Banner>}
      {theirs && (
        <ProfileConflict
          base={profileOf(base)}
          current={theirs}
          mine={changedProfile(profileOf(base), form.getValues())}
          onDecided={(values) => {
            setBase(theirs);
            setTheirs(undefined);
            save.reset();
            form.reset(profileOf(theirs));
            form.reset(values, { keepDefaultValues: true });
          }}
        />
      )}
      <Form form={form} columns={2} onSubmit={submit}>
        <ProfileInputs control={form.control} fieldState={fieldState} wasContact={base.kind === 'contact'} />
        {save.error && !theirs && <div className="wide"><OperationProblem error={save.error} /></div>}
        {isDirty && (
          <SaveBar className="wide">
            <span>{t('profile.unsaved')}</span>
            <Button onClick={() => { save.reset(); start(user); }}>{t('profile.discard')}</Button>
            <Button type="submit" variant="contained" color="primary" disabled={theirs !== undefined} loading={save.isPending}>{t('profile.save')}</Button>
          </SaveBar>
        )}
      </Form>
      <ProfileFacts user={user} />
    </Stack>
  );
}
