import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Connection, NativeCalls } from '#shared/ipc.ts';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { problemOf } from '../../api/operation-error.ts';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { TextInput } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { placeErrors, useZodForm } from '../../ui/forms/zod-form.ts';
import { useToasts } from '../../ui/toast/toasts.tsx';
import { CaChoice } from './ca-choice.tsx';
import type { ChosenAuthority } from './ca-choice.tsx';
import { ColourChoice } from './colour-choice.tsx';
import { addressField, appearanceFields, isServerAddress } from './connection-form.ts';
import { ConnectionTest } from './connection-test.tsx';

type Change = NativeCalls['connections.update']['input'];

function editSchema(local: boolean, addressText: string) {
  return z.object({ ...appearanceFields, url: local ? z.string() : addressField(addressText), token: z.string().trim().max(500) });
}
type Values = z.output<ReturnType<typeof editSchema>>;

/** Only what differs is sent; an empty token keeps the present one. */
function changeOf(connection: Connection, values: Values, authority: ChosenAuthority | null): Change {
  const { name, environment, colour, url, token } = values;
  const caHandle = authority === null ? { caHandle: null } : authority.handle === undefined ? {} : { caHandle: authority.handle };
  // C8: of what the policy brings only the token is the person's own.
  if (connection.preset) return { id: connection.id, ...(token !== '' && { token }) };
  if (connection.kind === 'local') return { id: connection.id, name, environment, colour };
  return { id: connection.id, name, environment, colour, url, ...caHandle, ...(token !== '' && { token }) };
}

/** Changes a connection's name, label, colour, address, authority or token. */
export function EditConnectionDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useTranslation(['connections', 'ui']);
  const bridge = useBridge();
  const toasts = useToasts();
  const local = connection.kind === 'local';
  const [schema] = useState(() => editSchema(local, t('form.urlForm')));
  const [authority, setAuthority] = useState<ChosenAuthority | null>(connection.caFile === null ? null : { name: connection.caFile });
  const [problem, setProblem] = useState<unknown>(undefined);
  const form = useZodForm(schema, { name: connection.name, environment: connection.environment, colour: connection.colour, url: connection.url ?? '', token: '' });
  const { control, formState, setValue, watch } = form;
  const [url, colour] = watch(['url', 'colour']);
  const save = async (values: Values) => {
    setProblem(undefined);
    try {
      const saved = await callNative(bridge, 'connections.update', changeOf(connection, values, authority));
      toasts.show({ meaning: 'new', text: t('form.saved', { name: saved.name }) });
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
      title={t('form.editTitle', { name: connection.name })}
      actions={
        <>
          <Button onClick={onClose} disabled={formState.isSubmitting}>{t('ui:cancel')}</Button>
          <Button type="submit" form="edit-connection" variant="contained" color="primary" loading={formState.isSubmitting}>{t('form.save')}</Button>
        </>
      }
    >
      <Form id="edit-connection" form={form} onSubmit={save} columns={2}>
        {!connection.preset && (
          <>
            <TextInput control={control} name="name" label={t('form.name')} help={t('form.nameHelp')} required />
            <TextInput control={control} name="environment" label={t('form.environment')} help={t('form.environmentHelp')} />
            <ColourChoice value={colour} onChange={(chosen) => { setValue('colour', chosen, { shouldDirty: true }); }} />
          </>
        )}
        {!local && !connection.preset && <div className="wide"><TextInput control={control} name="url" label={t('form.url')} help={t('form.urlHelp')} required /></div>}
        {!local && <div className="wide"><TextInput control={control} name="token" type="password" label={t('form.newToken')} help={t('form.newTokenHelp')} /></div>}
        {!local && !connection.preset && (
          <>
            <CaChoice value={authority} onChange={setAuthority} onProblem={setProblem} />
            <ConnectionTest url={isServerAddress(url) ? url : undefined} caHandle={authority?.handle ?? null} />
          </>
        )}
        {problem !== undefined && <div className="wide"><OperationProblem error={problem} /></div>}
      </Form>
    </Dialog>
  );
}
