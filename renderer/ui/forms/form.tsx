import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';

const Grid = styled('form', { shouldForwardProp: (name) => name !== 'columns' })<{ columns: 1 | 2 }>(({ theme, columns }) => ({
  display: 'grid',
  gridTemplateColumns: columns === 2 ? 'repeat(2, minmax(0, 1fr))' : 'minmax(0, 1fr)',
  gap: 16,
  '& > .wide, & > fieldset': { gridColumn: '1 / -1' },
  [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
}));

interface FormProps<Values extends FieldValues, Output> {
  /** For a submit button that stands elsewhere: `<Button type="submit" form={id}>`. */
  id?: string;
  form: UseFormReturn<Values, unknown, Output>;
  onSubmit: (values: Output) => void | Promise<void>;
  /** Two fields side by side where there is room; `className="wide"` takes both places. */
  columns?: 1 | 2;
  children: ReactNode;
}

/** A form: Enter submits it, the first wrong field gets the focus. */
export function Form<Values extends FieldValues, Output = Values>({ id, form, onSubmit, columns = 1, children }: FormProps<Values, Output>) {
  return (
    <Grid id={id} columns={columns} noValidate onSubmit={(event) => { event.stopPropagation(); void form.handleSubmit(onSubmit)(event); }}>
      {children}
    </Grid>
  );
}
