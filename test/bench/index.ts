import { applyBench, undoBench } from './apply.ts';
import type { Bench } from './bench.ts';
import { scrollBench, startBench } from './console.ts';
import { listBench } from './list.ts';
import { planBench } from './plan.ts';
import { requestBench } from './request.ts';
import { searchBench } from './search.ts';
import { exportBench, readBench } from './spreadsheets.ts';

export const benches: readonly Bench[] = [planBench, applyBench, undoBench, readBench, exportBench, listBench, searchBench, requestBench, startBench, scrollBench];
