import type { ColorSystemOptions } from '@mui/material/styles';
import type { AccentColours, Meaning, MeaningColours, SchemeTokens, SurfaceColours } from './tokens.ts';

declare module '@mui/material/styles' {
  interface Palette {
    surface: SurfaceColours;
    accent: AccentColours;
    meaning: Record<Meaning, MeaningColours>;
    floating: string;
    backdrop: string;
  }
  interface PaletteOptions {
    surface: SurfaceColours;
    accent: AccentColours;
    meaning: Record<Meaning, MeaningColours>;
    floating: string;
    backdrop: string;
  }
}

/** MUI's palette made from one scheme's tokens; becomes CSS variables `--qd-palette-…`. */
export function paletteOf(tokens: SchemeTokens): ColorSystemOptions {
  const { surface, accent, text, meaning } = tokens;
  const fromMeaning = (name: Meaning) => ({
    main: meaning[name].text,
    light: meaning[name].soft,
    dark: meaning[name].text,
    contrastText: surface.content,
  });
  return {
    palette: {
      primary: { main: accent.solid, light: accent.soft, dark: accent.solidHover, contrastText: accent.onSolid },
      secondary: { main: text.secondary, light: surface.hover, dark: text.primary, contrastText: surface.content },
      error: fromMeaning('gone'),
      warning: fromMeaning('held'),
      success: fromMeaning('new'),
      info: fromMeaning('changed'),
      text: { primary: text.primary, secondary: text.secondary, disabled: text.faint },
      background: { default: surface.ground, paper: surface.content },
      divider: surface.line,
      action: {
        active: text.secondary,
        hover: surface.hover,
        selected: surface.selected,
        disabled: text.faint,
        disabledBackground: surface.hover,
        focus: surface.selected,
      },
      surface,
      accent,
      meaning,
      floating: tokens.floating,
      backdrop: tokens.backdrop,
    },
    opacity: { inputPlaceholder: 1 },
  };
}
