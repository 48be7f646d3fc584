import type {} from '@mui/material/themeCssVarsAugmentation';
import { createTheme } from '@mui/material/styles';
import type { TypographyVariantsOptions } from '@mui/material/styles';
import { paletteOf } from './palette.ts';
import { dark, durations, fontStacks, light, radii, spacingUnit, typeSizes } from './tokens.ts';
import { controlOverrides } from './control-overrides.ts';
import { fieldOverrides } from './field-overrides.ts';
import { surfaceOverrides } from './surface-overrides.ts';
import { baseOverrides } from './base-overrides.ts';

const style = (size: number, weight: number, lineHeight: number) => ({
  fontSize: size,
  fontWeight: weight,
  lineHeight: `${String(lineHeight)}px`,
  letterSpacing: size >= typeSizes.title ? '-0.014em' : '-0.004em',
});

const typography: TypographyVariantsOptions = {
  fontFamily: fontStacks.text,
  fontSize: typeSizes.body,
  fontWeightRegular: 400,
  fontWeightMedium: 500,
  fontWeightBold: 600,
  h1: style(typeSizes.heading, 600, 28),
  h2: style(typeSizes.title, 600, 24),
  h3: style(typeSizes.large, 600, 20),
  h4: style(typeSizes.body, 600, 20),
  h5: style(typeSizes.figure, 600, 34),
  h6: style(typeSizes.small, 600, 16),
  subtitle1: style(typeSizes.large, 500, 20),
  subtitle2: style(typeSizes.body, 500, 20),
  body1: style(typeSizes.body, 400, 20),
  body2: style(typeSizes.small, 400, 16),
  caption: style(typeSizes.small, 400, 16),
  overline: { ...style(typeSizes.small, 500, 16), textTransform: 'none' },
  button: { ...style(typeSizes.body, 500, 20), textTransform: 'none' },
};

/**
 * The console's theme: tokens as CSS variables under `:root[data-theme='light' | 'dark']`, and every
 * MUI component restyled. `spacing(1)` is 4 px.
 */
export const theme = createTheme({
  cssVariables: { cssVarPrefix: 'qd', colorSchemeSelector: 'data-theme' },
  colorSchemes: { light: paletteOf(light), dark: paletteOf(dark) },
  spacing: spacingUnit,
  shape: { borderRadius: radii.control },
  typography,
  motion: { reducedMotion: 'system' },
  transitions: {
    duration: {
      shortest: durations.quick,
      shorter: durations.quick,
      short: durations.calm,
      standard: durations.calm,
      complex: durations.slow,
      enteringScreen: durations.calm,
      leavingScreen: durations.quick,
    },
  },
  breakpoints: { values: { xs: 0, sm: 560, md: 840, lg: 1120, xl: 1440 } },
  components: { ...baseOverrides, ...controlOverrides, ...fieldOverrides, ...surfaceOverrides },
});
