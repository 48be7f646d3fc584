import { applyBench, undoBench } from './apply.ts';
import type { Bench } from './bench.ts';
import { planBench } from './plan.ts';

export const benches: readonly Bench[] = [planBench, applyBench, undoBench];
