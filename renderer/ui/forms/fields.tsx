import Autocomplete from '@mui/material/Autocomplete';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import MenuItem from '@mui/material/MenuItem';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { Eye, EyeOff } from 'lucide-react';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useController } from 'react-hook-form';
import type { Control, FieldPath, FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { fontStacks } from '../theme/tokens.ts';

interface FieldProps<Values extends FieldValues, Output> {
  control: Control<Values, unknown, Output>;
  name: FieldPath<Values>;
  label: string;
  /** A remark under the field; an error takes its place. */
  help?: ReactNode;
  disabled?: boolean;
}

interface TextInputProps<Values extends FieldValues, Output> extends FieldProps<Values, Output> {
  type?: 'text' | 'email' | 'url' | 'password' | 'tel';
  required?: boolean;
  autoFocus?: boolean;
  autoComplete?: string;
  placeholder?: string;
  /** More than one line. */
  rows?: number;
  /** Ids and keys. */
  mono?: boolean;
}

/** One line of text, or several with `rows`; its error stands under it (C14). An emptied optional field becomes `null` when it was one. */
export function TextInput<Values extends FieldValues, Output = Values>(props: TextInputProps<Values, Output>) {
  const { t } = useTranslation('ui');
  const { field, fieldState } = useController<Values, FieldPath<Values>, Output>({ control: props.control, name: props.name });
  const [visible, setVisible] = useState(false);
  const secret = props.type === 'password';
  const nullable = useStartedAsNull(field.value);
  return (
    <TextField
      name={field.name}
      inputRef={field.ref}
      value={field.value ?? ''}
      onChange={(event) => { field.onChange(nullable && event.target.value === '' ? null : event.target.value); }}
      onBlur={field.onBlur}
      label={props.label}
      type={secret && visible ? 'text' : (props.type ?? 'text')}
      required={props.required ?? false}
      disabled={props.disabled ?? false}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      {...(props.placeholder !== undefined && { placeholder: props.placeholder })}
      {...(props.rows !== undefined && { multiline: true, rows: props.rows })}
      error={fieldState.error !== undefined}
      helperText={fieldState.error?.message ?? props.help}
      slotProps={{
        htmlInput: { spellCheck: false, ...(props.mono && { style: { fontFamily: fontStacks.mono } }) },
        input: secret
          ? {
              endAdornment: (
                <InputAdornment position="end">
                  <IconButton size="small" aria-label={t(visible ? 'form.hidePassword' : 'form.showPassword')} aria-pressed={visible} onClick={() => { setVisible(!visible); }}>
                    {visible ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
                  </IconButton>
                </InputAdornment>
              ),
            }
          : {},
      }}
    />
  );
}

/** Whether the value was `null` when the field was first shown: emptied again, it then becomes `null` again. */
function useStartedAsNull(value: unknown): boolean {
  const [started] = useState(value === null);
  return started;
}

/** A whole or decimal number; empty is `null`. */
export function NumberInput<Values extends FieldValues, Output = Values>(props: FieldProps<Values, Output> & { required?: boolean; step?: number; suffix?: string }) {
  const { field, fieldState } = useController<Values, FieldPath<Values>, Output>({ control: props.control, name: props.name });
  return (
    <TextField
      name={field.name}
      inputRef={field.ref}
      type="number"
      value={field.value ?? ''}
      onChange={(event) => { field.onChange(event.target.value === '' ? null : Number(event.target.value)); }}
      onBlur={field.onBlur}
      label={props.label}
      required={props.required ?? false}
      disabled={props.disabled ?? false}
      error={fieldState.error !== undefined}
      helperText={fieldState.error?.message ?? props.help}
      slotProps={{
        htmlInput: { step: props.step ?? 1, inputMode: 'decimal' },
        input: props.suffix === undefined ? {} : { endAdornment: <InputAdornment position="end" sx={{ pr: 2 }}>{props.suffix}</InputAdornment> },
      }}
    />
  );
}

export interface Choice {
  value: string;
  label: string;
  /** A line that explains the choice. */
  help?: string;
  disabled?: boolean;
}

/** One of a few values from a menu. */
export function SelectInput<Values extends FieldValues, Output = Values>(props: FieldProps<Values, Output> & { choices: readonly Choice[]; required?: boolean }) {
  const { field, fieldState } = useController<Values, FieldPath<Values>, Output>({ control: props.control, name: props.name });
  return (
    <TextField
      select
      name={field.name}
      inputRef={field.ref}
      value={field.value ?? ''}
      onChange={field.onChange}
      onBlur={field.onBlur}
      label={props.label}
      required={props.required ?? false}
      disabled={props.disabled ?? false}
      error={fieldState.error !== undefined}
      helperText={fieldState.error?.message ?? props.help}
    >
      {props.choices.map((choice) => (
        <MenuItem key={choice.value} value={choice.value} disabled={choice.disabled ?? false}>{choice.label}</MenuItem>
      ))}
    </TextField>
  );
}

/** Several of many values, found by typing. */
export function MultiSelectInput<Values extends FieldValues, Output = Values>(props: FieldProps<Values, Output> & { choices: readonly Choice[] }) {
  const { field, fieldState } = useController<Values, FieldPath<Values>, Output>({ control: props.control, name: props.name });
  const chosen: readonly string[] = field.value ?? [];
  return (
    <Autocomplete
      multiple
      size="small"
      disabled={props.disabled ?? false}
      options={[...props.choices]}
      value={props.choices.filter((choice) => chosen.includes(choice.value))}
      getOptionLabel={(choice) => choice.label}
      isOptionEqualToValue={(one, other) => one.value === other.value}
      onChange={(_event, choices) => { field.onChange(choices.map((choice) => choice.value)); }}
      onBlur={field.onBlur}
      renderInput={(parameters) => (
        <TextField {...parameters} inputRef={field.ref} label={props.label} error={fieldState.error !== undefined} helperText={fieldState.error?.message ?? props.help} />
      )}
    />
  );
}

/** One of a few values, all on screen, each with its explanation. */
export function RadioInput<Values extends FieldValues, Output = Values>(props: FieldProps<Values, Output> & { choices: readonly Choice[] }) {
  const { field, fieldState } = useController<Values, FieldPath<Values>, Output>({ control: props.control, name: props.name });
  return (
    <RadioChoices
      label={props.label}
      choices={props.choices}
      value={String(field.value ?? '')}
      onChange={field.onChange}
      disabled={props.disabled ?? false}
      help={fieldState.error?.message ?? props.help}
      error={fieldState.error !== undefined}
    />
  );
}

interface RadioChoicesProps {
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
  disabled?: boolean;
  help?: ReactNode;
  error?: boolean;
}

/** The same without a form around it. */
export function RadioChoices({ label, choices, value, onChange, disabled = false, help, error = false }: RadioChoicesProps) {
  const id = useId();
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }} aria-describedby={help === undefined ? undefined : `${id}-help`}>
      <legend style={{ padding: 0, marginBottom: 4, fontWeight: 500 }}>{label}</legend>
      <RadioGroup value={value} onChange={(event) => { onChange(event.target.value); }}>
        {choices.map((choice) => (
          <FormControlLabel
            key={choice.value}
            value={choice.value}
            disabled={disabled || (choice.disabled ?? false)}
            control={<Radio />}
            label={<>{choice.label}{choice.help !== undefined && <FormHelperText component="span" sx={{ display: 'block', mt: 0 }}>{choice.help}</FormHelperText>}</>}
          />
        ))}
      </RadioGroup>
      {help !== undefined && <FormHelperText id={`${id}-help`} error={error}>{help}</FormHelperText>}
    </fieldset>
  );
}

/** A tick, or a switch for what takes effect at once. */
export function CheckInput<Values extends FieldValues, Output = Values>(props: FieldProps<Values, Output> & { as?: 'checkbox' | 'switch' }) {
  const { field, fieldState } = useController<Values, FieldPath<Values>, Output>({ control: props.control, name: props.name });
  const help = fieldState.error?.message ?? props.help;
  const control = { checked: field.value === true, onBlur: field.onBlur, onChange: (event: { target: { checked: boolean } }) => { field.onChange(event.target.checked); } };
  return (
    <FormControlLabel
      disabled={props.disabled ?? false}
      sx={props.as === 'switch' ? { ml: 0 } : {}}
      control={props.as === 'switch' ? <Switch {...control} sx={{ mt: '3px' }} /> : <Checkbox {...control} />}
      label={<>{props.label}{help !== undefined && <FormHelperText component="span" sx={{ display: 'block', mt: 0 }} error={fieldState.error !== undefined}>{help}</FormHelperText>}</>}
    />
  );
}
