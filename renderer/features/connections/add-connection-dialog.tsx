import Button from '@mui/material/Button';
import { useState } from 'react';
import type { Control } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { NativeCalls } from '#shared/ipc.ts';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { problemOf } from '../../api/operation-error.ts';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { RadioInput, TextInput } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { placeErrors, useZodForm } from '../../ui/forms/zod-form.ts';
import { connectionColours } from '../../ui/theme/tokens.ts';
import { useToasts } from '../../ui/toast/toasts.tsx';
import { CaChoice } from './ca-choice.tsx';
import type { ChosenAuthority } from './ca-choice.tsx';
import { ColourChoice } from './colour-choice.tsx';
import { addressOfLink, isServerAddress, newConnectionSchema } from './connection-form.ts';
import { ConnectionTest } from './connection-test.tsx';

type Input = NativeCalls['connections.add']['input'];
type Chosen = z.output<ReturnType<typeof newConnectionSchema>>;
/** The fields of both ways in, as the form holds them. */
type Values = {
  access: 'token' | 'setup';
  url: string;
  name: string;
  environment: string;
  colour: string;
  token: string;
  link: string;
  username: string;
  email: string;
  password: string;
};

const empty: Values = { access: 'token', url: '', name: '', environment: '', colour: connectionColours.indigo, token: '', link: '', username: '', email: '', password: '' };

function inputOf(values: Chosen, authority: ChosenAuthority | null): Input {
  const { url, name, environment, colour } = values;
  const credential = values.access === 'token'
    ? { kind: 'token' as const, token: values.token }
    : { kind: 'setup' as const, link: values.link, username: values.username, email: values.email, password: values.password };
  return { url, name, environment, colour, ...(authority?.handle !== undefined && { caHandle: authority.handle }), credential };
}

function AccessChoice({ control }: { control: Control<Values, unknown, Chosen> }) {
  const { t } = useTranslation('connections');
  return (
    <RadioInput
      control={control}
      name="access"
      label={t('form.access')}
      choices={[
        { value: 'token', label: t('form.tokenKind'), help: t('form.tokenKindHelp') },
        { value: 'setup', label: t('form.setupKind'), help: t('form.setupKindHelp') },
      ]}
    />
  );
}

function AccessFields({ control, access, onLink }: { control: Control<Values, unknown, Chosen>; access: Values['access']; onLink: () => void }) {
  const { t } = useTranslation('connections');
  if (access === 'token') return <div className="wide"><TextInput control={control} name="token" type="password" label={t('form.token')} required /></div>;
  return (
    <>
      <div className="wide" onBlur={onLink}><TextInput control={control} name="link" label={t('form.link')} required mono /></div>
      <TextInput control={control} name="username" label={t('form.username')} required />
      <TextInput control={control} name="email" type="email" label={t('form.email')} required />
      <div className="wide"><TextInput control={control} name="password" type="password" label={t('form.password')} help={t('form.passwordHelp')} required autoComplete="new-password" /></div>
    </>
  );
}

/** Adds a server by its address and a token, or by the setup link of a new one (X5, X6). */
export function AddConnectionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['connections', 'ui']);
  const bridge = useBridge();
  const toasts = useToasts();
  const [authority, setAuthority] = useState<ChosenAuthority | null>(null);
  const [problem, setProblem] = useState<unknown>(undefined);
  const [schema] = useState(() => newConnectionSchema(t('form.urlForm')));
  const form = useZodForm<z.ZodType<Chosen, Values>>(schema as unknown as z.ZodType<Chosen, Values>, empty);
  const { control, formState, setValue, watch } = form;
  const [access, url, name, colour, link] = watch(['access', 'url', 'name', 'colour', 'link']);
  const takeAddressFromLink = () => {
    const address = addressOfLink(link);
    if (address !== undefined && url === '') setValue('url', address, { shouldValidate: true });
  };
  const add = async (values: Chosen) => {
    setProblem(undefined);
    try {
      const added = await callNative(bridge, 'connections.add', inputOf(values, authority));
      toasts.show({ meaning: 'new', text: t('form.added', { name: added.name }) });
      onClose();
    } catch (error) {
      if (!placeErrors(form, problemOf(error).errors ?? [])) setProblem(error);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      busy={formState.isSubmitting}
      title={t('form.addTitle')}
      actions={
        <>
          <Button onClick={onClose} disabled={formState.isSubmitting}>{t('ui:cancel')}</Button>
          <Button type="submit" form="add-connection" variant="contained" color="primary" loading={formState.isSubmitting}>{t('form.add')}</Button>
        </>
      }
    >
      <Form id="add-connection" form={form} onSubmit={add} columns={2}>
        <AccessChoice control={control} />
        <AccessFields control={control} access={access} onLink={takeAddressFromLink} />
        <div className="wide"><TextInput control={control} name="url" label={t('form.url')} help={t('form.urlHelp')} required /></div>
        <TextInput control={control} name="name" label={t('form.name')} help={t('form.nameHelp')} required />
        <TextInput control={control} name="environment" label={t('form.environment')} help={t('form.environmentHelp')} />
        <ColourChoice value={colour} onChange={(chosen) => { setValue('colour', chosen); }} />
        <CaChoice value={authority} onChange={setAuthority} onProblem={setProblem} />
        <ConnectionTest
          url={isServerAddress(url) ? url : undefined}
          caHandle={authority?.handle ?? null}
          onFound={(found) => {
            if (name === '') setValue('name', found.name, { shouldValidate: true });
            if (found.setupNeeded) setValue('access', 'setup');
          }}
        />
        {problem !== undefined && <div className="wide"><OperationProblem error={problem} /></div>}
      </Form>
    </Dialog>
  );
}
