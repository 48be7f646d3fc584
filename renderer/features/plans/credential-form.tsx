import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useSession } from '../../api/session.tsx';
import { useMutationOf } from '../../api/use-operation.ts';
import { RadioChoices } from '../../ui/forms/fields.tsx';
import { Banner } from '../../ui/states/banner.tsx';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: 12, marginTop: 12 });

/** How a person proves that it is them (M14). */
export type Credential = { password: string } | { token: string };
export type CredentialKind = 'password' | 'token';

interface CredentialState {
  kind: CredentialKind;
  value: string;
}

export const emptyCredential: CredentialState = { kind: 'password', value: '' };

/** What is sent; undefined while nothing is filled in. */
export function credentialOf(state: CredentialState): Credential | undefined {
  if (state.value === '') return undefined;
  return state.kind === 'password' ? { password: state.value } : { token: state.value.trim() };
}

function SetPassword({ onSet }: { onSet: () => void }) {
  const { t } = useTranslation('planActions');
  const [password, setPassword] = useState('');
  const set = useMutationOf('session.setPassword', { invalidates: ['session.get'], onSuccess: onSet });
  return (
    <Stack>
      <Banner meaning="changed">{t('confirm.noPassword')}</Banner>
      <div style={{ display: 'flex', gap: 8, alignItems: 'flex-start' }}>
        <TextField
          type="password"
          fullWidth
          autoComplete="new-password"
          label={t('confirm.setPassword')}
          helperText={t('confirm.setPasswordHint')}
          value={password}
          onChange={(event) => { setPassword(event.target.value); }}
        />
        <Button sx={{ mt: '22px', flexShrink: 0 }} disabled={password.length < 12} loading={set.isPending} onClick={() => { set.mutate({ password }); }}>{t('confirm.setAndContinue')}</Button>
      </div>
      {set.error && <OperationProblem error={set.error} />}
    </Stack>
  );
}

interface CredentialFormProps {
  state: CredentialState;
  onChange: (state: CredentialState) => void;
}

/** M14: the password again, or an API token; somebody without a password sets one first, here. */
export function CredentialForm({ state, onChange }: CredentialFormProps) {
  const { t } = useTranslation('planActions');
  const { user } = useSession();
  const [justSet, setJustSet] = useState(false);
  const mustSet = state.kind === 'password' && !user.hasPassword && !justSet;
  return (
    <Stack>
      <RadioChoices
        label={t('confirm.with')}
        value={state.kind}
        onChange={(kind) => { onChange({ kind: kind === 'token' ? 'token' : 'password', value: '' }); }}
        choices={[{ value: 'password', label: t('confirm.password') }, { value: 'token', label: t('confirm.token') }]}
      />
      {mustSet ? <SetPassword onSet={() => { setJustSet(true); }} /> : (
        <TextField
          key={state.kind}
          type="password"
          autoFocus
          autoComplete={state.kind === 'password' ? 'current-password' : 'off'}
          label={t(state.kind === 'password' ? 'confirm.passwordAgain' : 'confirm.tokenValue')}
          helperText={justSet && state.kind === 'password' ? t('confirm.passwordSet') : undefined}
          value={state.value}
          onChange={(event) => { onChange({ ...state, value: event.target.value }); }}
        />
      )}
    </Stack>
  );
}
