import type { Components, Theme } from '@mui/material/styles';
import { durations, radii, typeSizes } from './tokens.ts';

/** Paper, menus, dialogs, drawers, tooltips, progress: everything that things stand on. */
export const surfaceOverrides: Components<Theme> = {
  MuiPaper: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { backgroundImage: 'none' }, rounded: { borderRadius: radii.card } },
  },
  MuiPopover: {
    defaultProps: { transitionDuration: durations.quick },
    styleOverrides: {
      paper: ({ theme }) => ({ backgroundColor: theme.vars.palette.surface.raised, boxShadow: theme.vars.palette.floating }),
    },
  },
  MuiMenu: {
    defaultProps: { transitionDuration: durations.quick },
    styleOverrides: {
      paper: ({ theme }) => ({
        marginTop: 4,
        minWidth: 180,
        backgroundColor: theme.vars.palette.surface.raised,
        boxShadow: theme.vars.palette.floating,
      }),
      list: { padding: 4 },
    },
  },
  MuiMenuItem: {
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: 30,
        padding: '4px 8px',
        gap: 8,
        borderRadius: 4,
        fontSize: typeSizes.body,
        lineHeight: '20px',
        '& > svg': { width: 16, height: 16, color: theme.vars.palette.text.secondary, flexShrink: 0 },
        '&:hover, &.Mui-focusVisible': { backgroundColor: theme.vars.palette.surface.hover, outline: 'none' },
        '&.Mui-focusVisible': { boxShadow: `inset 0 0 0 2px ${theme.vars.palette.accent.text}` },
        '&.Mui-selected, &.Mui-selected:hover, &.Mui-selected.Mui-focusVisible': { backgroundColor: theme.vars.palette.surface.selected },
        '&.Mui-disabled': { opacity: 1, color: theme.vars.palette.text.disabled },
      }),
    },
  },
  MuiListSubheader: {
    styleOverrides: {
      root: ({ theme }) => ({
        padding: '8px 8px 4px',
        fontSize: typeSizes.small,
        fontWeight: 500,
        lineHeight: '16px',
        color: theme.vars.palette.text.secondary,
        backgroundColor: 'transparent',
      }),
    },
  },
  MuiDialog: {
    defaultProps: { transitionDuration: durations.calm },
    styleOverrides: {
      paper: ({ theme }) => ({
        margin: 16,
        maxHeight: 'calc(100% - 32px)',
        backgroundColor: theme.vars.palette.surface.raised,
        boxShadow: theme.vars.palette.floating,
      }),
      paperWidthXs: { maxWidth: 400 },
      paperWidthSm: { maxWidth: 520 },
      paperWidthMd: { maxWidth: 720 },
    },
  },
  MuiDialogTitle: {
    styleOverrides: { root: { padding: '20px 24px 4px', fontSize: typeSizes.title, fontWeight: 600, lineHeight: '24px' } },
  },
  MuiDialogContent: { styleOverrides: { root: { padding: '8px 24px 20px', 'h2 + &': { paddingTop: '8px !important' } } } },
  MuiDialogActions: {
    styleOverrides: {
      root: ({ theme }) => ({
        padding: '12px 24px',
        gap: 8,
        borderTop: `1px solid ${theme.vars.palette.surface.line}`,
        '& > :not(style) ~ :not(style)': { marginLeft: 0 },
      }),
    },
  },
  MuiBackdrop: {
    styleOverrides: {
      root: ({ theme }) => ({ '&:not(.MuiBackdrop-invisible)': { backgroundColor: theme.vars.palette.backdrop } }),
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 500, enterNextDelay: 200, disableInteractive: true },
    styleOverrides: {
      tooltip: ({ theme }) => ({
        maxWidth: 360,
        padding: '4px 8px',
        fontSize: typeSizes.small,
        fontWeight: 400,
        lineHeight: '16px',
        overflowWrap: 'anywhere',
        color: theme.vars.palette.text.primary,
        backgroundColor: theme.vars.palette.surface.raised,
        boxShadow: theme.vars.palette.floating,
      }),
    },
  },
  MuiLinearProgress: {
    styleOverrides: {
      root: ({ theme }) => ({ height: 4, borderRadius: 2, backgroundColor: theme.vars.palette.surface.line }),
      bar: ({ theme }) => ({ borderRadius: 2, backgroundColor: theme.vars.palette.accent.solid }),
    },
  },
  MuiCircularProgress: { defaultProps: { size: 16, thickness: 4 } },
  MuiDivider: { styleOverrides: { root: ({ theme }) => ({ borderColor: theme.vars.palette.surface.line }) } },
  MuiDrawer: {
    styleOverrides: {
      paper: ({ theme }) => ({ backgroundColor: theme.vars.palette.surface.content, boxShadow: theme.vars.palette.floating }),
    },
  },
  MuiSnackbar: { defaultProps: { transitionDuration: durations.calm } },
};
