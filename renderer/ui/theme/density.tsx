import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { rowHeights } from './tokens.ts';
import type { Density } from './tokens.ts';

const DensityContext = createContext<Density>('comfortable');

/** Sets how close rows stand in every table below. */
export function DensityProvider({ density, children }: { density: Density; children: ReactNode }) {
  return <DensityContext value={density}>{children}</DensityContext>;
}

/** The density in force and its row height in px. */
export function useDensity(): { density: Density; rowHeight: number } {
  const density = use(DensityContext);
  return { density, rowHeight: rowHeights[density] };
}
