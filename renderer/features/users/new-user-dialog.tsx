import Button from '@mui/material/Button';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import type { Control } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { OutputOf } from '#shared/contract/index.ts';
import { platformRoles } from '#shared/roles.ts';
import { newUser } from '#shared/schemas/users.ts';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { usePermission } from '../../api/session.tsx';
import { useMutationOf, useOperation } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { RadioChoices, SelectInput, TextInput } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { placeErrors, useZodForm } from '../../ui/forms/zod-form.ts';
import { Banner } from '../../ui/states/banner.tsx';
import { legible } from '../../ui/text/legible.ts';
import { changedByUsers, useDoneToast } from './record/use-user-write.ts';
import { SecretShown } from './secret-shown.tsx';

const schema = newUser.pick({ username: true, email: true, displayName: true, kind: true, platformRole: true, locale: true, firstName: true, lastName: true, jobTitle: true, company: true, department: true, password: true });
type Values = z.input<typeof schema>;
type Created = OutputOf<'users.create'>;

const formId = 'new-user';
const further = ['firstName', 'lastName', 'jobTitle', 'company', 'department'] as const;
/** Roles that whoever may create people may give; the others need an administrator. */
const plainRoles: readonly string[] = ['deactivated', 'unlicensed', 'user'];

function useEmptyValues(): Values {
  const { i18n } = useTranslation();
  return { username: '', email: '', displayName: '', kind: 'person', platformRole: 'user', locale: i18n.language === 'fr' ? 'fr' : 'en', firstName: '', lastName: '', jobTitle: '', company: '', department: '' };
}

/** L2: says before it happens that a new person finds no licence. */
function SeatsNotice() {
  const { t } = useTranslation('userRecord');
  const mayRead = usePermission('licences:reader');
  const { data } = useOperation('licences.get', {}, { enabled: mayRead });
  return data?.free === 0 ? <Banner meaning="held">{t('create.seatsFull')}</Banner> : null;
}

type FormControl = Control<Values, unknown, z.output<typeof schema>>;

function Inputs({ control, byPassword, onSignIn }: { control: FormControl; byPassword: boolean; onSignIn: (byPassword: boolean) => void }) {
  const { t } = useTranslation(['userRecord', 'fields', 'ui']);
  const texts = usePeopleTexts();
  const mayGiveMore = usePermission('users:admin');
  const [all, setAll] = useState(false);
  const kind = useWatch({ control, name: 'kind' });
  const role = useWatch({ control, name: 'platformRole' });
  const person = kind !== 'contact';
  const roles = platformRoles.filter((one) => mayGiveMore || plainRoles.includes(one));
  return (
    <>
      <TextInput control={control} name="username" label={texts.fieldName('username')} required autoFocus />
      <TextInput control={control} name="email" type="email" label={texts.fieldName('email')} required />
      <TextInput control={control} name="displayName" label={texts.fieldName('displayName')} />
      <SelectInput control={control} name="kind" label={texts.fieldName('kind')} help={person ? undefined : t('userRecord:profile.kindHint')} choices={(['person', 'contact'] as const).map((value) => ({ value, label: t(`fields:kind.${value}`) }))} />
      {person && <SelectInput control={control} name="platformRole" label={texts.fieldName('platformRole')} help={role && t(`fields:platformRoleMeans.${role}`)} choices={roles.map((value) => ({ value, label: texts.platformRole(value) }))} />}
      <SelectInput control={control} name="locale" label={texts.fieldName('locale')} choices={(['en', 'fr'] as const).map((value) => ({ value, label: t(`fields:locale.${value}`) }))} />
      {all && further.map((field) => <TextInput key={field} control={control} name={field} label={texts.fieldName(field)} />)}
      <div className="wide"><Button size="small" variant="text" aria-expanded={all} onClick={() => { setAll(!all); }}>{t(all ? 'userRecord:create.less' : 'userRecord:create.more')}</Button></div>
      {person && role !== 'deactivated' && (
        <RadioChoices
          label={t('userRecord:create.signIn')}
          value={byPassword ? 'password' : 'link'}
          onChange={(value) => { onSignIn(value === 'password'); }}
          choices={[{ value: 'link', label: t('userRecord:create.byLink') }, { value: 'password', label: t('userRecord:create.byPassword') }]}
        />
      )}
      {person && byPassword && <TextInput control={control} name="password" type="password" autoComplete="new-password" label={t('userRecord:create.password')} help={t('userRecord:create.passwordHint')} />}
    </>
  );
}

/** Who was added, that a licence was missing (L2), and the one-time link, shown once. */
function CreatedPerson({ created }: { created: Created }) {
  const { t } = useTranslation('userRecord');
  const formats = useFormats();
  const name = legible(created.user.displayName);
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
      {created.notices.length > 0 && <Banner meaning="held">{t('create.noLicence', { name })}</Banner>}
      {created.link && <SecretShown secret={created.link.url} copyLabel={t('create.copyLink')}>{t('create.linkShown', { name, until: formats.dateTime(created.link.expiresAt) })}</SecretShown>}
    </div>
  );
}

const filled = (values: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined));

interface NewUserDialogProps {
  onClose: () => void;
  onOpen: (id: string) => void;
}

/** Adds one person or contact by hand. */
export function NewUserDialog({ onClose, onOpen }: NewUserDialogProps) {
  const { t } = useTranslation(['userRecord', 'ui']);
  const told = useDoneToast();
  const empty = useEmptyValues();
  const [byPassword, setByPassword] = useState(false);
  const form = useZodForm(schema, empty);
  const create = useMutationOf('users.create', { invalidates: changedByUsers });
  const submit = (values: z.output<typeof schema>) => {
    const { password, platformRole, ...rest } = values;
    const input = { ...(filled(rest) as typeof rest), ...(values.kind === 'person' && { platformRole }), ...(byPassword && password !== undefined && { password }) };
    create.mutate(input, {
      onSuccess: (created) => {
        if (created.link || created.notices.length > 0) return;
        told('created', created.user.displayName);
        onClose();
      },
      onError: ({ problem }) => { placeErrors(form, problem.errors ?? []); },
    });
  };
  const created = create.data;
  const shown = created && (created.link ?? created.notices.length > 0) ? created : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      busy={create.isPending}
      title={shown ? t('userRecord:create.linkTitle', { name: legible(shown.user.displayName) }) : t('userRecord:create.title')}
      actions={
        shown ? (
          <>
            <Button onClick={() => { create.reset(); form.reset(empty); }}>{t('userRecord:create.another')}</Button>
            <Button onClick={() => { onOpen(shown.user.id); }}>{t('userRecord:create.open')}</Button>
            <Button variant="contained" color="primary" onClick={onClose}>{t('userRecord:create.done')}</Button>
          </>
        ) : (
          <>
            <Button onClick={onClose} disabled={create.isPending}>{t('userRecord:cancel')}</Button>
            <Button type="submit" form={formId} variant="contained" color="primary" loading={create.isPending}>{t('userRecord:create.action')}</Button>
          </>
        )
      }
    >
      {shown ? <CreatedPerson created={shown} /> : (
        <>
          <SeatsNotice />
          <Form id={formId} form={form} columns={2} onSubmit={submit}>
            <Inputs control={form.control} byPassword={byPassword} onSignIn={(next) => { setByPassword(next); if (!next) form.resetField('password'); }} />
            {create.error && <div className="wide"><OperationProblem error={create.error} /></div>}
          </Form>
        </>
      )}
    </Dialog>
  );
}
