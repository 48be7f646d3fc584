import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { RadioChoices } from '../../ui/forms/fields.tsx';
import type { ChangeView, ImportView } from './import-view.ts';

const Indented = styled('div')({ marginLeft: 28, marginTop: 8, maxWidth: 360 });
const scopes = ['all', 'organization', 'company', 'identitySource', 'createdByImport'] as const;

type Chosen = { value: string; label: string };

interface ValueChoiceProps {
  label: string;
  value: string;
  options: readonly Chosen[];
  onFind: (text: string) => void;
  onChange: (value: string) => void;
}

/** One value, found by typing; the server searches. */
function ValueChoice({ label, value, options, onFind, onChange }: ValueChoiceProps) {
  const { t } = useTranslation('imports');
  const chosen = options.find((option) => option.value === value) ?? (value === '' ? null : { value, label: value });
  return (
    <Autocomplete
      size="small"
      options={[...options]}
      value={chosen}
      filterOptions={(all) => all}
      getOptionKey={(option) => option.value}
      isOptionEqualToValue={(one, other) => one.value === other.value}
      onInputChange={(_event, text, reason) => { if (reason !== 'reset') onFind(text); }}
      onChange={(_event, option) => { onChange(option?.value ?? ''); }}
      renderInput={(parameters) => <TextField {...parameters} label={label} placeholder={t('mode.chooseOne')} />}
    />
  );
}

function OrganizationChoice({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('imports');
  const [find, setFind] = useState('');
  const { data } = useOperation('organizations.list', { limit: 50, ...(find !== '' && { q: find }) }, { keepPrevious: true });
  const options = (data?.items ?? []).map((item) => ({ value: item.id, label: item.name }));
  return <ValueChoice label={t('mode.organization')} value={value} options={options} onFind={setFind} onChange={onChange} />;
}

function PeopleValueChoice({ field, value, onChange }: { field: 'company' | 'identitySource'; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('imports');
  const texts = usePeopleTexts();
  const [find, setFind] = useState('');
  const { data } = useOperation('users.values', { field, ...(find !== '' && { q: find }) }, { keepPrevious: true });
  const options = (data?.items ?? []).map((item) => ({ value: item.value, label: field === 'identitySource' ? texts.identitySource(item.value) : item.value }));
  return <ValueChoice label={t(`mode.${field}`)} value={value} options={options} onFind={setFind} onChange={onChange} />;
}

/** M6: who counts as only on the server. */
export function ScopeChoice({ view, onChange }: { view: ImportView; onChange: ChangeView }) {
  const { t } = useTranslation('imports');
  const labels = { all: 'scopeAll', organization: 'scopeOrganization', company: 'scopeCompany', identitySource: 'scopeIdentitySource', createdByImport: 'scopeCreatedByImport' } as const;
  const setValue = (scopeValue: string) => { onChange({ scopeValue }); };
  return (
    <div>
      <RadioChoices
        label={t('mode.scope')}
        value={view.scope}
        choices={scopes.map((scope) => ({ value: scope, label: t(`mode.${labels[scope]}`) }))}
        help={t('mode.scopeAlways')}
        onChange={(scope) => { onChange({ scope: scope as ImportView['scope'], scopeValue: '' }); }}
      />
      <Indented>
        {view.scope === 'organization' && <OrganizationChoice value={view.scopeValue} onChange={setValue} />}
        {(view.scope === 'company' || view.scope === 'identitySource') && <PeopleValueChoice key={view.scope} field={view.scope} value={view.scopeValue} onChange={setValue} />}
      </Indented>
    </div>
  );
}
