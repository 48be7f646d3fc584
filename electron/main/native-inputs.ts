import { z } from 'zod';
import { operations } from '#shared/contract/index.ts';
import { delimiters, fileEncodings, type FileOverrides } from '#shared/file-inspection.ts';
import type { ChosenFor, ImportRequest, NativeCallId, NativeCalls } from '#shared/ipc.ts';
import { id } from '#shared/schemas/primitives.ts';
import { planMode, planOptions } from '#shared/schemas/plans.ts';
import { userFilterObject } from '#shared/schemas/users.ts';
import { fileSettings } from './plan-sources.ts';
import { preferencesSchema } from './preferences.ts';

const nothing = z.null();
const uuid = z.uuid();
const handle = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/, 'Not a handle');
const connectionId = z.union([z.literal('local'), uuid]);
const token = z.string().trim().min(8).max(300).regex(/^[\x21-\x7e]+$/, 'Not a token');

export const chosenFor = z.enum(['people', 'plan', 'ca', 'addition']) satisfies z.ZodType<ChosenFor>;

const connectionFields = {
  name: z.string().trim().min(1).max(100),
  url: z.string().trim().min(1).max(300),
  colour: z.string().regex(/^#[0-9a-fA-F]{6}$/).transform((colour) => colour.toLowerCase()),
  environment: z.string().trim().max(40),
  caHandle: handle.nullable().optional(),
};

const credential = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), token }),
  z.object({ kind: z.literal('setup'), link: z.string().trim().max(1_000), username: z.string().max(100), email: z.string().max(254), password: z.string().min(12).max(256) }),
]);

const fileOverrides = z.strictObject({
  purpose: z.enum(['people', 'removal']).optional(),
  encoding: z.enum(fileEncodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  sheet: z.string().max(255).optional(),
  ...fileSettings.options[0].pick({ headerRow: true, mapping: true, skipBlankRows: true, skipDuplicateRows: true, repairMojibake: true, realign: true, setAsideLines: true }).partial().shape,
}) as z.ZodType<FileOverrides>;

const importRequest = z.object({
  handle,
  settings: fileSettings,
  mode: planMode.extract(['synchronize', 'upsert', 'delete']),
  options: planOptions,
}) as z.ZodType<ImportRequest>;

const exportForm = { format: z.enum(['xlsx', 'csv']), safeForSpreadsheets: z.boolean() };
const exportRequest = z.discriminatedUnion('what', [
  z.object({ ...exportForm, what: z.literal('users'), filter: userFilterObject.partial(), sort: operations['users.export'].input.shape.sort.unwrap(), columns: z.array(z.string().max(60)).max(100) }),
  z.object({ ...exportForm, what: z.literal('organizations'), q: z.string().max(200) }),
  z.object({ ...exportForm, what: z.literal('planReport'), planId: id, show: operations['plans.exportRows'].input.shape.show.unwrap() }),
]);

/** What each native call accepts from the page; everything else is refused before it reaches any code. */
export const nativeInputs: { [Id in NativeCallId]: z.ZodType<NativeCalls[Id]['input']> } = {
  'app.info': nothing,
  'app.licences': nothing,
  'updates.state': nothing,
  'updates.check': nothing,
  'updates.download': nothing,
  'updates.install': nothing,
  'app.openExternal': z.object({ url: z.string().max(2_048) }),
  'app.copy': z.object({ text: z.string().max(1_000_000) }),
  'app.revealSaved': z.object({ taskId: uuid }),
  'connections.list': nothing,
  'connections.add': z.object({ ...connectionFields, credential }) as z.ZodType<NativeCalls['connections.add']['input']>,
  'connections.update': z.object({ id: connectionId, ...z.object(connectionFields).partial().shape, token: token.optional() }) as z.ZodType<NativeCalls['connections.update']['input']>,
  'connections.remove': z.object({ id: connectionId }),
  'connections.select': z.object({ id: connectionId }),
  'connections.test': z.object({ url: connectionFields.url, caHandle: connectionFields.caHandle }) as z.ZodType<NativeCalls['connections.test']['input']>,
  'connections.status': nothing,
  'connections.retry': nothing,
  'vault.state': nothing,
  'preferences.get': nothing,
  'preferences.set': preferencesSchema.partial() as z.ZodType<NativeCalls['preferences.set']['input']>,
  'files.choose': z.object({ purpose: chosenFor }),
  'files.inspect': z.object({ handle, overrides: fileOverrides, lastRowCount: z.number().int().min(0).nullable() }),
  'files.release': z.object({ handle }),
  'imports.start': importRequest,
  'imports.add': z.object({ planId: id, handle, settings: fileSettings }),
  'imports.saveRejected': z.object({ planId: id }),
  'plans.apply': operations['plans.apply'].input,
  'plans.recompute': z.object({ id }),
  'plans.saveFile': z.object({ planId: id }),
  'plans.openFile': z.object({ handle }),
  'exports.start': exportRequest as z.ZodType<NativeCalls['exports.start']['input']>,
  'tasks.list': nothing,
  'tasks.cancel': z.object({ id: uuid }),
  'tasks.dismiss': z.object({ id: uuid }),
};
