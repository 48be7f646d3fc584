import { z } from 'zod';
import type { Preferences } from '#shared/ipc.ts';

const name = z.string().min(1).max(200);

const grid = z.object({
  hidden: z.array(name).max(200),
  order: z.array(name).max(200),
  widths: z.record(name, z.number().min(10).max(5_000)),
});

const mapping = z.object({
  headers: z.array(z.string().max(1_000)).max(500),
  columns: z.array(z.string().max(100).nullable()).max(500),
});

const few = <Value extends z.ZodType>(value: Value) => z.record(name, value).refine((record) => Object.keys(record).length <= 200, 'Too many');

/** Path and query within the console; never an address. */
export const location = z.string().max(2_000).regex(/^\/(?![/\\])[^\u0000-\u001f\u007f]*$/, 'Not a location');

/** What the person may choose; every field by itself, as `preferences.set` changes one at a time. */
export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'fr']),
  density: z.enum(['comfortable', 'compact']),
  grids: few(grid),
  mappings: few(mapping),
  lastLocation: location,
  safeForSpreadsheets: z.boolean(),
  singleKeys: z.boolean(),
}) satisfies z.ZodType<Preferences>;

export const initialPreferences: Preferences = {
  theme: 'system',
  language: 'system',
  density: 'comfortable',
  grids: {},
  mappings: {},
  lastLocation: '/',
  safeForSpreadsheets: true,
  singleKeys: true,
};

/** As it is read from disk: a field that is missing or not understood falls back by itself, the others are kept. */
export const storedPreferences: z.ZodType<Preferences> = z.object({
  theme: preferencesSchema.shape.theme.catch(initialPreferences.theme),
  language: preferencesSchema.shape.language.catch(initialPreferences.language),
  density: preferencesSchema.shape.density.catch(initialPreferences.density),
  grids: preferencesSchema.shape.grids.catch({}),
  mappings: preferencesSchema.shape.mappings.catch({}),
  lastLocation: location.catch(initialPreferences.lastLocation),
  safeForSpreadsheets: z.boolean().catch(true),
  singleKeys: z.boolean().catch(true),
});

/** The language of menus, notifications and files, with `system` resolved. */
export function languageOf(chosen: Preferences['language'], systemLocale: string): 'en' | 'fr' {
  if (chosen !== 'system') return chosen;
  return systemLocale.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}
