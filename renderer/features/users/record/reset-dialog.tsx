import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutputOf } from '#shared/contract/index.ts';
import type { User } from '#shared/schemas/users.ts';
import { OperationProblem } from '../../../api/operation-failure.tsx';
import { useMutationOf } from '../../../api/use-operation.ts';
import { useFormats } from '../../../i18n/format.ts';
import { Dialog } from '../../../ui/dialogs/dialog.tsx';
import { RadioChoices } from '../../../ui/forms/fields.tsx';
import { legible } from '../../../ui/text/legible.ts';
import { SecretShown } from '../secret-shown.tsx';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: 16 });

function Shown({ reset, name }: { reset: OutputOf<'users.resetPassword'>; name: string }) {
  const { t } = useTranslation('userRecord');
  const formats = useFormats();
  if (reset.method === 'temporary') return <SecretShown secret={reset.password} copyLabel={t('reset.copyPassword')}>{t('reset.passwordShown', { name })}</SecretShown>;
  return <SecretShown secret={reset.url} copyLabel={t('reset.copyLink')}>{t('reset.linkShown', { name, until: formats.dateTime(reset.expiresAt) })}</SecretShown>;
}

/** U12: resets a password by a one-time link or a temporary password, either shown once. */
export function ResetDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('userRecord');
  const [method, setMethod] = useState<'link' | 'temporary'>('link');
  const reset = useMutationOf('users.resetPassword', { invalidates: ['users.get', 'users.activity'] });
  const name = legible(user.displayName);
  return (
    <Dialog
      open
      onClose={onClose}
      busy={reset.isPending}
      title={t('reset.title', { name })}
      actions={
        reset.data ? <Button variant="contained" color="primary" onClick={onClose}>{t('reset.done')}</Button> : (
          <>
            <Button onClick={onClose} disabled={reset.isPending}>{t('cancel')}</Button>
            <Button variant="contained" color="primary" loading={reset.isPending} onClick={() => { reset.mutate({ id: user.id, method }); }}>{t('reset.action')}</Button>
          </>
        )
      }
    >
      {reset.data ? <Shown reset={reset.data} name={name} /> : (
        <Stack>
          <p>{t('reset.lead')}</p>
          <RadioChoices
            label={t('reset.method')}
            value={method}
            onChange={(value) => { setMethod(value === 'temporary' ? 'temporary' : 'link'); }}
            choices={[{ value: 'link', label: t('reset.link'), help: t('reset.linkMeans') }, { value: 'temporary', label: t('reset.temporary'), help: t('reset.temporaryMeans') }]}
          />
          {reset.error && <OperationProblem error={reset.error} />}
        </Stack>
      )}
    </Dialog>
  );
}
