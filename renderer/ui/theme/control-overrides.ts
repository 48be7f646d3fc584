import type { Components, Theme } from '@mui/material/styles';
import { destructive, durations, radii, typeSizes } from './tokens.ts';

const quick = `${String(durations.quick)}ms`;

const buttonSizes = [
  { props: { size: 'small' }, style: { height: 26, padding: '0 8px', fontSize: typeSizes.small } },
  { props: { size: 'large' }, style: { height: 40, padding: '0 16px', fontSize: typeSizes.large } },
] as const;

/** One primary button per screen, and the red one of a destructive dialog; white on red keeps 4.5:1 in both themes. */
const filledButtons = ({ vars: { palette } }: Theme) => [
  {
    props: { variant: 'contained', color: 'primary' },
    style: {
      backgroundColor: palette.accent.solid,
      color: palette.accent.onSolid,
      boxShadow: 'inset 0 1px 0 rgb(255 255 255 / 0.14)',
      '&:hover': { backgroundColor: palette.accent.solidHover },
    },
  } as const,
  {
    props: { variant: 'contained', color: 'error' },
    style: { backgroundColor: destructive.ground, color: destructive.text, '&:hover': { backgroundColor: destructive.hover } },
  } as const,
];

const quietButtons = ({ vars: { palette } }: Theme) => [
  {
    props: { variant: 'outlined' },
    style: {
      borderColor: palette.surface.edge,
      color: palette.text.primary,
      backgroundColor: palette.surface.content,
      '&:hover': { backgroundColor: palette.surface.hover, borderColor: palette.surface.edge },
    },
  } as const,
  { props: { variant: 'outlined', color: 'error' }, style: { color: palette.meaning.gone.text } } as const,
  {
    props: { variant: 'text' },
    style: { color: palette.text.secondary, '&:hover': { backgroundColor: palette.surface.hover, color: palette.text.primary } },
  } as const,
  {
    props: { variant: 'text', color: 'primary' },
    style: { color: palette.accent.text, '&:hover': { color: palette.accent.text } },
  } as const,
];

/** Buttons, toggles, chips, tabs, ticks: everything that is pressed. */
export const controlOverrides: Components<Theme> = {
  MuiButton: {
    defaultProps: { disableElevation: true, variant: 'outlined', color: 'secondary' },
    styleOverrides: {
      root: ({ theme }) => ({
        minWidth: 0,
        height: 32,
        padding: '0 12px',
        borderRadius: radii.control,
        whiteSpace: 'nowrap',
        fontWeight: 500,
        transition: `background-color ${quick}, border-color ${quick}, color ${quick}`,
        '&.Mui-focusVisible': { outline: `2px solid ${theme.vars.palette.accent.text}`, outlineOffset: 2 },
        '& .MuiButton-startIcon': { marginLeft: -2, marginRight: 6, '& > svg': { width: 16, height: 16 } },
        '& .MuiButton-endIcon': { marginLeft: 4, marginRight: -4, '& > svg': { width: 14, height: 14 } },
        variants: [...buttonSizes, ...filledButtons(theme), ...quietButtons(theme)],
        '&.Mui-disabled': {
          color: theme.vars.palette.text.disabled,
          borderColor: theme.vars.palette.surface.line,
          backgroundColor: theme.vars.palette.surface.hover,
          boxShadow: 'none',
        },
      }),
    },
  },
  MuiIconButton: {
    defaultProps: { size: 'medium' },
    styleOverrides: {
      root: ({ theme }) => ({
        width: 32,
        height: 32,
        padding: 0,
        borderRadius: radii.control,
        color: theme.vars.palette.text.secondary,
        transition: `background-color ${quick}, color ${quick}`,
        '& svg': { width: 16, height: 16 },
        '&:hover': { backgroundColor: theme.vars.palette.surface.hover, color: theme.vars.palette.text.primary },
        '&.Mui-focusVisible': { outline: `2px solid ${theme.vars.palette.accent.text}`, outlineOffset: 0 },
        variants: [{ props: { size: 'small' }, style: { width: 26, height: 26 } }],
      }),
    },
  },
  MuiToggleButtonGroup: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: ({ theme }) => ({
        padding: 2,
        gap: 2,
        borderRadius: radii.control,
        backgroundColor: theme.vars.palette.surface.hover,
        border: `1px solid ${theme.vars.palette.surface.edge}`,
      }),
      grouped: ({ theme }) => ({
        border: '1px solid transparent !important',
        borderRadius: '4px !important',
        marginLeft: '0 !important',
        '&.Mui-selected': { borderColor: `${theme.vars.palette.surface.edge} !important` },
      }),
    },
  },
  MuiToggleButton: {
    styleOverrides: {
      root: ({ theme }) => ({
        height: 26,
        padding: '0 10px',
        gap: 6,
        textTransform: 'none',
        color: theme.vars.palette.text.secondary,
        '& svg': { width: 14, height: 14 },
        '&:hover': { backgroundColor: 'transparent', color: theme.vars.palette.text.primary },
        '&.Mui-selected, &.Mui-selected:hover': {
          backgroundColor: theme.vars.palette.surface.content,
          color: theme.vars.palette.text.primary,
        },
        '&.Mui-focusVisible': { outline: `2px solid ${theme.vars.palette.accent.text}`, outlineOffset: 1 },
      }),
    },
  },
  MuiChip: {
    defaultProps: { size: 'small', variant: 'outlined' },
    styleOverrides: {
      root: ({ theme }) => ({
        height: 22,
        borderRadius: radii.control,
        fontSize: typeSizes.small,
        borderColor: theme.vars.palette.surface.edge,
        '& .MuiChip-label': { padding: '0 6px' },
      }),
    },
  },
  MuiTabs: {
    styleOverrides: {
      root: ({ theme }) => ({ minHeight: 36, borderBottom: `1px solid ${theme.vars.palette.surface.line}` }),
      list: { gap: 16 },
      indicator: ({ theme }) => ({ height: 2, borderRadius: 1, backgroundColor: theme.vars.palette.accent.text }),
    },
  },
  MuiTab: {
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: 36,
        minWidth: 0,
        padding: '0 2px',
        textTransform: 'none',
        fontWeight: 500,
        color: theme.vars.palette.text.secondary,
        '&:hover': { color: theme.vars.palette.text.primary },
        '&.Mui-selected': { color: theme.vars.palette.text.primary },
        '&.Mui-focusVisible': { outline: `2px solid ${theme.vars.palette.accent.text}`, outlineOffset: -2, borderRadius: 4 },
      }),
    },
  },
  MuiSwitch: {
    styleOverrides: {
      root: { width: 32, height: 20, padding: 0, marginRight: 8 },
      switchBase: ({ theme }) => ({
        padding: 3,
        '&.Mui-checked': {
          transform: 'translateX(12px)',
          color: '#ffffff',
          '& + .MuiSwitch-track': { backgroundColor: theme.vars.palette.accent.solid, borderColor: theme.vars.palette.accent.solid, opacity: 1 },
        },
        '&.Mui-disabled + .MuiSwitch-track': { opacity: 0.5 },
        '&.Mui-focusVisible + .MuiSwitch-track': { outline: `2px solid ${theme.vars.palette.accent.text}`, outlineOffset: 2 },
      }),
      thumb: { width: 14, height: 14, boxShadow: 'none', backgroundColor: '#ffffff' },
      track: ({ theme }) => ({
        borderRadius: 10,
        opacity: 1,
        backgroundColor: theme.vars.palette.surface.control,
        border: `1px solid ${theme.vars.palette.surface.control}`,
      }),
    },
  },
  MuiCheckbox: {
    defaultProps: { size: 'small', color: 'primary' },
    styleOverrides: {
      root: ({ theme }) => ({
        padding: 4,
        color: theme.vars.palette.surface.control,
        '& svg': { width: 18, height: 18 },
        '&.Mui-checked, &.MuiCheckbox-indeterminate': { color: theme.vars.palette.accent.solid },
        '&.Mui-focusVisible': { outline: `2px solid ${theme.vars.palette.accent.text}`, outlineOffset: -2, borderRadius: 4 },
      }),
    },
  },
  MuiRadio: {
    defaultProps: { size: 'small', color: 'primary' },
    styleOverrides: {
      root: ({ theme }) => ({
        padding: 4,
        color: theme.vars.palette.surface.control,
        '& svg': { width: 18, height: 18 },
        '&.Mui-checked': { color: theme.vars.palette.accent.solid },
        '&.Mui-focusVisible': { outline: `2px solid ${theme.vars.palette.accent.text}`, outlineOffset: -2 },
      }),
    },
  },
  MuiFormControlLabel: {
    styleOverrides: {
      root: { marginLeft: -4, gap: 4, alignItems: 'flex-start' },
      label: { fontSize: typeSizes.body, lineHeight: '20px', paddingTop: 3 },
    },
  },
};
