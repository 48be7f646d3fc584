import type { DatabaseKind } from '../../server/db/kinds.ts';

export type BenchOptions = { kind: DatabaseKind; rows: number; pairs: number };

/** One bench: what it measures, and its figures. */
export type Bench = { name: string; summary: string; run(options: BenchOptions): Promise<Record<string, unknown>> };
