import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { OutputOf } from '#shared/contract/index.ts';
import { installation, installationChanges } from '#shared/schemas/server.ts';
import { useOnline } from '../../api/connection-status.tsx';
import { useCurrentConnection } from '../../api/native-state.tsx';
import { problemOf } from '../../api/operation-error.ts';
import { OperationFailure, OperationProblem } from '../../api/operation-failure.tsx';
import { usePermission } from '../../api/session.tsx';
import { useMutationOf, useOperation } from '../../api/use-operation.ts';
import { CheckInput, NumberInput, TextInput } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { placeErrors, useZodForm } from '../../ui/forms/zod-form.ts';
import { Section } from '../../ui/page/section.tsx';
import { LoadingLines } from '../../ui/states/loading.tsx';
import { useToasts } from '../../ui/toast/toasts.tsx';

const Narrow = styled('div')({ maxWidth: 640 });
const Actions = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8, gridColumn: '1 / -1' });
const Group = styled('fieldset')(({ theme }) => ({
  border: 0,
  margin: '8px 0 0',
  padding: 0,
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(170px, 1fr))',
  gap: 16,
  alignItems: 'start',
  '& legend': { padding: 0, marginBottom: 8, fontWeight: 600 },
  '& .group-lead': { gridColumn: '1 / -1', marginTop: -8, color: theme.vars.palette.text.secondary },
  '& .wide': { gridColumn: '1 / -1' },
}));

/** A whole form is sent, so nothing in it is optional. */
const schema = installationChanges.required();
type Values = z.input<typeof schema>;

function valuesOf(settings: z.output<typeof installation>): Values {
  const { name, licenceCapacity, adminLevelEnabled, brakePercent, brakeFloor, brakeMaximum, secondApproval } = settings;
  return { name, licenceCapacity, adminLevelEnabled, brakePercent, brakeFloor, brakeMaximum, secondApproval };
}

function FieldGroup({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <Group>
      <legend>{title}</legend>
      {lead !== undefined && <p className="group-lead">{lead}</p>}
      {children}
    </Group>
  );
}

function ServerForm({ settings, onReload }: { settings: OutputOf<'settings.get'>; onReload: () => void }) {
  const { t } = useTranslation('settings');
  const toasts = useToasts();
  const online = useOnline();
  const mayChange = usePermission('settings:admin');
  const form = useZodForm(schema, valuesOf(settings));
  const update = useMutationOf('settings.update', { invalidates: ['settings.get', 'overview.get', 'licences.get', 'server.info', 'session.get'] });
  const { isDirty } = form.formState;
  useEffect(() => {
    if (!isDirty) form.reset(valuesOf(settings));
  }, [form, isDirty, settings]);
  const save = async (values: z.output<typeof schema>) => {
    try {
      const saved = await update.mutateAsync({ ...values, version: settings.version });
      form.reset(valuesOf(saved));
      toasts.show({ meaning: 'new', text: t('server.saved', { name: saved.name }) });
    } catch (error) {
      placeErrors(form, problemOf(error).errors ?? []);
    }
  };
  const { control } = form;
  const disabled = !mayChange;
  const stale = update.error?.problem.code === 'version_conflict';
  return (
    <Form form={form} onSubmit={save}>
      <TextInput control={control} name="name" label={t('server.name')} required disabled={disabled} />
      <FieldGroup title={t('server.licences')}>
        <NumberInput control={control} name="licenceCapacity" label={t('server.capacity')} help={t('server.capacityHelp')} disabled={disabled} />
        <div className="wide"><CheckInput as="switch" control={control} name="adminLevelEnabled" label={t('server.admins')} help={t('server.adminsHelp')} disabled={disabled} /></div>
      </FieldGroup>
      <FieldGroup title={t('server.brake')} lead={t('server.brakeLead')}>
        <NumberInput control={control} name="brakePercent" label={t('server.percent')} help={t('server.percentHelp')} step={0.1} suffix="%" required disabled={disabled} />
        <NumberInput control={control} name="brakeFloor" label={t('server.floor')} help={t('server.floorHelp')} suffix={t('server.people')} required disabled={disabled} />
        <NumberInput control={control} name="brakeMaximum" label={t('server.maximum')} help={t('server.maximumHelp')} suffix={t('server.people')} required disabled={disabled} />
        <div className="wide"><CheckInput as="switch" control={control} name="secondApproval" label={t('server.approval')} help={t('server.approvalHelp')} disabled={disabled} /></div>
      </FieldGroup>
      {update.error && <OperationProblem error={update.error} action={stale && <Button size="small" onClick={() => { update.reset(); form.reset(); onReload(); }}>{t('server.reload')}</Button>} />}
      {mayChange && (
        <Actions>
          <Button type="submit" variant="contained" color="primary" disabled={!isDirty || !online} loading={update.isPending}>{t('server.save')}</Button>
          {isDirty && <Button variant="text" onClick={() => { update.reset(); form.reset(); }}>{t('server.discard')}</Button>}
        </Actions>
      )}
    </Form>
  );
}

/** M14, L1, U3: the installation's name, licences and safety brake. */
export function ServerSettings() {
  const { t } = useTranslation('settings');
  const { name } = useCurrentConnection();
  const mayChange = usePermission('settings:admin');
  const { data, error, refetch } = useOperation('settings.get', {});
  return (
    <Section title={t('server.title', { name })} lead={mayChange ? t('server.lead') : t('server.readOnly')}>
      <Narrow>
        {data ? <ServerForm settings={data} onReload={() => void refetch()} /> : error ? <OperationFailure error={error} onRetry={() => void refetch()} /> : <LoadingLines lines={6} />}
      </Narrow>
    </Section>
  );
}
