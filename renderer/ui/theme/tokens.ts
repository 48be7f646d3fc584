/**
 * The design tokens: every colour, size and duration of the console.
 * Nothing else in the renderer names a colour. Both themes are designed, neither is derived from the
 * other; `tokens.test.ts` proves that text, controls and meanings keep AA contrast in each (C12).
 */

/** What a change, a state or an origin means. A meaning is always shown as icon, word and colour. */
export const meanings = ['new', 'changed', 'gone', 'held', 'unchanged', 'inherited'] as const;
export type Meaning = (typeof meanings)[number];

/** The four shades in which one meaning appears. */
export interface MeaningColours {
  /** Text and icons, on any surface or on `soft`. */
  text: string;
  /** Fills of bars, dots and lines; never behind text. */
  solid: string;
  /** The ground of chips and banners. */
  soft: string;
  /** The edge of chips and banners. */
  edge: string;
}

export interface SurfaceColours {
  /** Behind everything: navigation and top bar. */
  ground: string;
  /** Where content stands. */
  content: string;
  /** Menus, dialogs, drawers. */
  raised: string;
  /** Table headers, code, quiet wells. */
  sunken: string;
  /** Under the pointer. */
  hover: string;
  /** Selected rows and navigation entries. */
  selected: string;
  /** Hairlines between things. */
  line: string;
  /** Edges of cards and buttons. */
  edge: string;
  /** Edges of what can be filled in or ticked: at least 3:1. */
  control: string;
}

export interface AccentColours {
  /** Links, active tabs, focus rings. */
  text: string;
  /** Ground of the primary button. */
  solid: string;
  solidHover: string;
  /** Text on `solid`. */
  onSolid: string;
  soft: string;
}

export interface TextColours {
  primary: string;
  secondary: string;
  /** Placeholders and disabled text. */
  faint: string;
}

export interface SchemeTokens {
  surface: SurfaceColours;
  accent: AccentColours;
  text: TextColours;
  meaning: Record<Meaning, MeaningColours>;
  /** Shadow of what floats. Nothing else has one. */
  floating: string;
  backdrop: string;
}

export const light: SchemeTokens = {
  surface: {
    ground: '#f4f5f8',
    content: '#ffffff',
    raised: '#ffffff',
    sunken: '#f8f9fb',
    hover: '#f2f4f8',
    selected: '#eceefd',
    line: '#e8ebf0',
    edge: '#d8dce5',
    control: '#858d9e',
  },
  accent: { text: '#4b43d6', solid: '#4f46e5', solidHover: '#4239cc', onSolid: '#ffffff', soft: '#eceefd' },
  text: { primary: '#191d28', secondary: '#596174', faint: '#666e80' },
  meaning: {
    new: { text: '#11683b', solid: '#2a9a5c', soft: '#e7f5ed', edge: '#b9e0c9' },
    changed: { text: '#1a5a9e', solid: '#3b82d4', soft: '#e8f1fb', edge: '#bcd6f3' },
    gone: { text: '#ae261d', solid: '#d6453a', soft: '#fdeeec', edge: '#f3c4bf' },
    held: { text: '#855000', solid: '#d18b12', soft: '#fdf3df', edge: '#efd39a' },
    unchanged: { text: '#565e70', solid: '#a3abba', soft: '#f0f2f5', edge: '#d8dce5' },
    inherited: { text: '#6c40b5', solid: '#9469db', soft: '#f3eefc', edge: '#d9c8f4' },
  },
  floating: '0 0 0 1px rgb(25 29 40 / 0.06), 0 4px 12px rgb(25 29 40 / 0.08), 0 16px 40px rgb(25 29 40 / 0.12)',
  backdrop: 'rgb(25 29 40 / 0.28)',
};

export const dark: SchemeTokens = {
  surface: {
    ground: '#0e1016',
    content: '#14171f',
    raised: '#1b1f29',
    sunken: '#11141b',
    hover: '#1c202b',
    selected: '#22254a',
    line: '#222733',
    edge: '#323949',
    control: '#6d768a',
  },
  accent: { text: '#a3a8ff', solid: '#5753d8', solidHover: '#6360e4', onSolid: '#ffffff', soft: '#22254a' },
  text: { primary: '#e7e9ef', secondary: '#a3abbb', faint: '#858da0' },
  meaning: {
    new: { text: '#63d099', solid: '#3aa970', soft: '#12291e', edge: '#21503a' },
    changed: { text: '#7fb8f7', solid: '#4a90e0', soft: '#13263d', edge: '#234a75' },
    gone: { text: '#ff9488', solid: '#e0574b', soft: '#351a19', edge: '#6a2f2b' },
    held: { text: '#eebb5c', solid: '#d59a2c', soft: '#2f2410', edge: '#5f4819' },
    unchanged: { text: '#a3abbb', solid: '#5d6679', soft: '#1f232e', edge: '#323949' },
    inherited: { text: '#c3a5f7', solid: '#9c75e0', soft: '#261d3d', edge: '#4a3878' },
  },
  floating: '0 0 0 1px rgb(255 255 255 / 0.08), 0 4px 12px rgb(0 0 0 / 0.4), 0 16px 40px rgb(0 0 0 / 0.5)',
  backdrop: 'rgb(4 6 10 / 0.6)',
};

/** The button that takes something away; the same in both themes. */
export const destructive = { ground: '#bd2f25', hover: '#a3261d', text: '#ffffff' } as const;

/** Type sizes in px. 13 is the body. */
export const typeSizes = { small: 12, body: 13, large: 14, title: 16, heading: 20, figure: 28 } as const;

export const fontStacks = {
  text: "'Inter Variable', 'Inter', system-ui, 'Noto Sans', sans-serif",
  mono: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace",
} as const;

/** px. */
export const radii = { control: 6, card: 8 } as const;

/** px: the grid of all spacing. `theme.spacing(2)` is 8 px. */
export const spacingUnit = 4;

/** ms. Motion only shows where something came from or went. */
export const durations = { quick: 120, calm: 160, slow: 200 } as const;

/** px. */
export const rowHeights = { comfortable: 36, compact: 30 } as const;
export type Density = keyof typeof rowHeights;

/** The colours a connection can have; its line at the top of the window is drawn in it (C2). */
export const connectionColours = {
  indigo: '#5b58e0',
  blue: '#2f7fd6',
  teal: '#0f9488',
  green: '#2a9a5c',
  amber: '#d18b12',
  orange: '#dd6b20',
  red: '#d6453a',
  violet: '#9469db',
} as const;
export type ConnectionColour = keyof typeof connectionColours;
