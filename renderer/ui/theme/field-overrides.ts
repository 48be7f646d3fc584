import type { Components, Theme } from '@mui/material/styles';
import { durations, radii, typeSizes } from './tokens.ts';

/** Text fields and selects: the label stands above the control, never in it. */
export const fieldOverrides: Components<Theme> = {
  MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
  MuiInputLabel: {
    defaultProps: { shrink: true, disableAnimation: true },
    styleOverrides: {
      root: ({ theme }) => ({
        position: 'static',
        transform: 'none',
        marginBottom: 4,
        maxWidth: '100%',
        fontSize: typeSizes.body,
        fontWeight: 500,
        lineHeight: '20px',
        color: theme.vars.palette.text.primary,
        '&.Mui-focused, &.Mui-error': { color: theme.vars.palette.text.primary },
        '&.Mui-disabled': { color: theme.vars.palette.text.secondary },
      }),
    },
  },
  MuiFormLabel: {
    styleOverrides: {
      root: ({ theme }) => ({
        fontSize: typeSizes.body,
        fontWeight: 500,
        color: theme.vars.palette.text.primary,
        '&.Mui-focused, &.Mui-error': { color: theme.vars.palette.text.primary },
      }),
      asterisk: ({ theme }) => ({ color: theme.vars.palette.meaning.gone.text }),
    },
  },
  MuiOutlinedInput: {
    defaultProps: { notched: false },
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: 32,
        borderRadius: radii.control,
        backgroundColor: theme.vars.palette.surface.content,
        fontSize: typeSizes.body,
        transition: `box-shadow ${String(durations.quick)}ms`,
        '& .MuiOutlinedInput-notchedOutline': { top: 0, borderColor: theme.vars.palette.surface.control, '& legend': { display: 'none' } },
        '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: theme.vars.palette.text.secondary },
        '&.Mui-focused .MuiOutlinedInput-notchedOutline': { borderWidth: 1, borderColor: theme.vars.palette.accent.text },
        '&.Mui-focused': { boxShadow: `0 0 0 2px ${theme.vars.palette.surface.selected}` },
        '&.Mui-error .MuiOutlinedInput-notchedOutline': { borderColor: theme.vars.palette.meaning.gone.text },
        '&.Mui-disabled': { backgroundColor: theme.vars.palette.surface.sunken },
        '&.Mui-disabled .MuiOutlinedInput-notchedOutline': { borderColor: theme.vars.palette.surface.edge },
        '& svg': { width: 16, height: 16, flexShrink: 0, color: theme.vars.palette.text.secondary },
      }),
      input: ({ theme }) => ({
        height: 20,
        padding: '6px 10px',
        '&::placeholder': { color: theme.vars.palette.text.disabled, opacity: 1 },
        '&.Mui-disabled': { WebkitTextFillColor: theme.vars.palette.text.secondary },
        '&:focus-visible': { outline: 'none' },
      }),
      multiline: { padding: 0, '& textarea': { padding: '6px 10px' } },
      adornedStart: { paddingLeft: 8, '& input': { paddingLeft: 6 } },
      adornedEnd: { paddingRight: 4 },
    },
  },
  MuiInputAdornment: { styleOverrides: { root: { margin: 0, maxHeight: 'none' } } },
  MuiFormHelperText: {
    styleOverrides: {
      root: ({ theme }) => ({
        margin: '4px 0 0',
        fontSize: typeSizes.small,
        lineHeight: '16px',
        color: theme.vars.palette.text.secondary,
        '&.Mui-error': { color: theme.vars.palette.meaning.gone.text },
      }),
    },
  },
  MuiSelect: {
    styleOverrides: {
      select: { minHeight: '20px !important', '&:focus': { backgroundColor: 'transparent' } },
      icon: { width: 16, height: 16, top: 'calc(50% - 8px)', right: 8 },
    },
  },
  MuiAutocomplete: {
    styleOverrides: {
      inputRoot: { padding: '0 30px 0 4px', '& .MuiAutocomplete-input': { padding: '6px' } },
      option: ({ theme }) => ({
        minHeight: 30,
        padding: '4px 8px !important',
        borderRadius: 4,
        fontSize: typeSizes.body,
        '&.Mui-focused': { backgroundColor: `${theme.vars.palette.surface.hover} !important` },
      }),
      listbox: { padding: 4 },
      noOptions: { fontSize: typeSizes.body, padding: '8px 12px' },
    },
  },
};
