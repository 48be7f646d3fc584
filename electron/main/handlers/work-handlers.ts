import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { ExportRequest } from '#shared/ipc.ts';
import type { FileWorkerClient } from '../../files/worker-client.ts';
import type { ChosenFiles } from '../chosen-files.ts';
import type { Links } from '../links.ts';
import type { PlanSources } from '../plan-sources.ts';
import type { Policy } from '../policy/policy.ts';
import type { NativeHandlers } from '../router.ts';
import type { Settings } from '../settings.ts';
import type { SavedFile, Tasks, Work } from '../tasks.ts';
import type { UnfinishedFiles } from '../unfinished-files.ts';
import { fill } from '../texts/texts.ts';
import { applyPlan } from '../work/apply-plan.ts';
import { exportRecords } from '../work/export-records.ts';
import { addFile, importFile, recomputePlan } from '../work/import-file.ts';
import { readPlanFile, savePlan } from '../work/plan-file.ts';
import { findRejected, saveRejected } from '../work/save-rejected.ts';
import { withFileWorker, type Workshop } from '../work/workshop.ts';

type Ids = 'files.choose' | 'files.inspect' | 'files.release' | 'imports.start' | 'imports.add' | 'imports.saveRejected' | 'plans.apply' | 'plans.recompute' | 'plans.saveFile' | 'plans.openFile' | 'exports.start';

export type WorkHandlersOptions = {
  links: Links;
  files: ChosenFiles;
  sources: PlanSources;
  unfinished: UnfinishedFiles;
  tasks: Tasks;
  settings: Settings;
  policy: Pick<Policy, 'exports'>;
  newFileWorker: () => FileWorkerClient;
  askForFile: (purpose: Parameters<NativeHandlers['files.choose']>[0]['purpose']) => Promise<string | null>;
  askWhereToSave: (name: string, kind: 'csv' | 'xlsx' | 'quarterdeck-plan') => Promise<string | null>;
};

/** Files and long work: everything answers at once, with a task to follow. */
export function workHandlers(options: WorkHandlersOptions): Pick<NativeHandlers, Ids> {
  return { ...fileHandlers(options), ...importHandlers(options), ...planHandlers(options) };
}

/** The workshop of a task: bound to the server and language of the moment it is started in. */
function workshopOf({ links, sources, unfinished, settings, newFileWorker }: WorkHandlersOptions): Workshop {
  return { server: links.current(), startFileWorker: newFileWorker, sources, unfinished, language: settings.language(), texts: settings.texts() };
}

function starterOf({ tasks, settings }: WorkHandlersOptions) {
  return (kind: Parameters<Tasks['start']>[0], name: string, planId: string | null, work: Work): { taskId: string } => ({
    taskId: tasks.start(kind, fill(settings.texts().task[kind], { name }), planId, work),
  });
}

function fileHandlers(options: WorkHandlersOptions): Pick<NativeHandlers, 'files.choose' | 'files.inspect' | 'files.release'> {
  const { files } = options;
  return {
    'files.choose': async ({ purpose }) => {
      const chosen = await options.askForFile(purpose);
      return chosen === null ? null : files.register(chosen, purpose);
    },
    'files.inspect': async ({ handle, overrides, lastRowCount }) => {
      const { path: file } = files.find(handle);
      const inspection = await withFileWorker(workshopOf(options), (worker) => worker.run({ kind: 'inspect', path: file, overrides, ...(lastRowCount === null ? {} : { lastRowCount }) }));
      files.inspected(handle, inspection.columns.map(({ header }) => header), inspection.rowCountIsExact ? inspection.rowCount : null);
      return inspection;
    },
    'files.release': ({ handle }) => {
      files.release(handle);
      return Promise.resolve(null);
    },
  };
}

function importHandlers(options: WorkHandlersOptions): Pick<NativeHandlers, 'imports.start' | 'imports.add' | 'imports.saveRejected'> {
  const { files } = options;
  const start = starterOf(options);
  return {
    'imports.start': async ({ handle, ...request }) => {
      const source = files.find(handle);
      return Promise.resolve(start('import', source.name, null, importFile(workshopOf(options), source, request)));
    },
    'imports.add': async ({ planId, handle, settings }) => {
      const source = files.find(handle);
      return Promise.resolve(start('addition', source.name, planId, addFile(workshopOf(options), source, planId, settings)));
    },
    'imports.saveRejected': async ({ planId }) => {
      const workshop = workshopOf(options);
      const rejected = await findRejected(workshop, planId);
      const name = `${path.parse(rejected.file.name).name}-${workshop.texts.file.rejected}`;
      const saved = await savedFile(options, name, rejected.file.settings.format);
      return saved === null ? null : start('rejected', saved.name, planId, saveRejected(workshop, rejected, saved));
    },
  };
}

function planHandlers(options: WorkHandlersOptions): Pick<NativeHandlers, 'plans.apply' | 'plans.recompute' | 'plans.saveFile' | 'plans.openFile' | 'exports.start'> {
  const start = starterOf(options);
  const titleOf = async (id: string): Promise<string> => (await options.links.current().call('plans.get', { id })).title;
  return {
    'plans.apply': async (input) => start('apply', await titleOf(input.id), input.id, applyPlan(workshopOf(options), input)),
    'plans.recompute': async ({ id }) => start('compute', await titleOf(id), id, recomputePlan(workshopOf(options), id)),
    'plans.saveFile': async ({ planId }) => {
      assertExportsAllowed(options.policy);
      const saved = await savedFile(options, `quarterdeck-${options.settings.texts().file.plan}-${planId.slice(-6)}`, 'quarterdeck-plan');
      return saved === null ? null : start('savePlan', saved.name, planId, savePlan(workshopOf(options), planId, saved));
    },
    'plans.openFile': async ({ handle }) => {
      const content = await readPlanFile(options.files.find(handle).path);
      const plan = await options.links.current().call('plans.open', { content });
      return { planId: plan.id };
    },
    'exports.start': async (asked) => {
      assertExportsAllowed(options.policy);
      const request = asPolicyWants(asked, options.settings);
      const saved = await savedFile(options, exportName(request, options.settings), request.format);
      const planId = request.what === 'planReport' ? request.planId : null;
      return saved === null ? null : start('export', saved.name, planId, exportRecords(workshopOf(options), request, saved));
    },
  };
}

/** C8: the policy may forbid to write what is on a server into files. A person's own rejected rows are not that. */
function assertExportsAllowed(policy: Pick<Policy, 'exports'>): void {
  if (!policy.exports) throw new AppError('not_allowed', 'The policy switches exports off', { reason: 'set_by_policy' });
}

/** C8: a locked setting holds for a single export as well. */
function asPolicyWants(request: ExportRequest, settings: Settings): ExportRequest {
  return settings.locks('safeForSpreadsheets') ? { ...request, safeForSpreadsheets: settings.preferences().safeForSpreadsheets } : request;
}

async function savedFile(options: WorkHandlersOptions, name: string, kind: 'csv' | 'xlsx' | 'quarterdeck-plan'): Promise<SavedFile | null> {
  const chosen = await options.askWhereToSave(name, kind);
  return chosen === null ? null : { path: chosen, name: path.basename(chosen) };
}

function exportName(request: ExportRequest, settings: Settings): string {
  const { file } = settings.texts();
  const what = { users: file.users, organizations: file.organizations, planReport: file.report }[request.what];
  return `quarterdeck-${what}-${new Date().toISOString().slice(0, 10)}`;
}
