import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Preferences } from '#shared/ipc.ts';
import { userDataWith } from '../bench/console.ts';
import { launchConsole, type RunningConsole } from '../support/electron.ts';
import { startStandaloneServer } from '../support/standalone-server.ts';
import * as screens from './screens.ts';
import { everyVariant, fewVariants, visionVariants, type Variant } from './variants.ts';

/** A state of the data, the console on it, and the screens that are worth a look then. */
export type World = {
  name: string;
  screens: readonly screens.Screen[];
  variants: readonly Variant[];
  open(): Promise<{ desk: RunningConsole; close(): Promise<void> }>;
};

const sampleFile = 'personnel-lumiere-energie.csv';
const preferences: Partial<Preferences> = { language: 'en', theme: 'light' };

async function local(prepare: (desk: RunningConsole) => Promise<void> = () => Promise.resolve()) {
  const desk = await launchConsole({ preferences });
  await desk.online();
  await prepare(desk);
  return { desk, close: async () => { await desk.close(); rmSync(desk.userData, { recursive: true, force: true }); } };
}

/** Names that ask for trouble: as long as the server permits, right to left, without spaces, of many marks. */
const longNames = [
  ['Wolfeschlegelsteinhausenbergerdorff', 'Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior, Vice President of Regional Infrastructure and Facilities', 'Department of Regional Infrastructure, Facilities, Fleet Management and Everything Else That Nobody Wanted'],
  ['maria.del.carmen', 'María del Carmen Fernández-Villaverde y Rodríguez de la Borbolla de los Ríos Cármenes del Valle', 'Dirección General de Coordinación'],
  ['abd.al-rahman', 'عبد الرحمن بن عبد العزيز آل سعود', 'الإدارة العامة للموارد البشرية'],
  ['x'.repeat(100), 'N'.repeat(200), 'D'.repeat(200)],
  ['chloe', 'Chloé 👩🏽‍🚒 Ångström', 'R&D <b>bold</b>'],
] as const;

async function addLongNames(desk: RunningConsole): Promise<void> {
  for (const [username, displayName, department] of longNames) {
    await desk.api('users.create', { username, email: `${username.slice(0, 40)}@a-company-with-a-rather-long-name.example.org`, displayName, department, jobTitle: department, company: displayName.slice(0, 150) });
  }
}

/** A server of its own beside the console, to be taken away or to fall silent. */
async function remote(then: (server: Awaited<ReturnType<typeof startStandaloneServer>>, desk: RunningConsole) => Promise<void>) {
  const server = await startStandaloneServer();
  const desk = await launchConsole({ preferences });
  const { id } = await desk.call('connections.add', {
    name: 'Acme production', url: server.url, colour: '#B91C1C', environment: 'production',
    credential: { kind: 'setup', link: server.setupLink, username: 'anna', email: 'anna@example.org', password: 'correct horse battery' },
  });
  await desk.call('connections.select', { id });
  await desk.online();
  await desk.api('samples.load', {});
  await screens.goTo(desk, '/users');
  await desk.page.getByRole('grid').getByRole('row').nth(5).waitFor();
  await then(server, desk);
  return { desk, close: async () => { await desk.close(); await server.stop().catch(() => undefined); } };
}

const people = 100_000;

export const worlds: readonly World[] = [
  { name: 'first-start', variants: fewVariants, screens: [screens.overview, screens.users, screens.importStart, screens.history, screens.settings, screens.connections, screens.about], open: () => local() },
  {
    name: 'one-person', variants: fewVariants, screens: [screens.overview, screens.users, screens.personPage],
    open: () => local(async (desk) => void (await desk.api('users.create', { username: 'ada', email: 'ada@example.org', displayName: 'Ada Lovelace' }))),
  },
  {
    name: 'samples', variants: everyVariant,
    screens: [
      screens.overview, screens.users, screens.nothingFound, screens.selection, screens.person('profile'), screens.person('permissions'), screens.person('activity'), screens.personPage, screens.newUser,
      screens.exporting, screens.palette, screens.importStart, ...screens.wizard(sampleFile), ...screens.planScreens(sampleFile), screens.history, screens.settings, screens.connections, screens.about,
    ],
    open: () => local(async (desk) => void (await desk.api('samples.load', {}))),
  },
  { name: 'colours', variants: visionVariants, screens: screens.planScreens(sampleFile).slice(0, 2), open: () => local(async (desk) => void (await desk.api('samples.load', {}))) },
  { name: 'long-names', variants: fewVariants, screens: [screens.users, screens.person('profile'), screens.personPage, screens.palette], open: () => local(addLongNames) },
  {
    name: 'errors', variants: fewVariants, screens: [screens.notFound, screens.missingUser, screens.missingPlan, screens.refusedFile(refusedWorkbook())],
    open: () => local(),
  },
  { name: 'offline', variants: fewVariants, screens: [{ name: 'users', show: () => Promise.resolve() }, screens.overview, screens.history], open: () => remote(async (server) => { await server.stop(); }) },
  {
    name: 'large', variants: fewVariants, screens: [screens.overview, screens.users, screens.searched('lovelace'), screens.personPage],
    async open() {
      const userData = await userDataWith(people, preferences);
      const desk = await launchConsole({ userData });
      await desk.online();
      return { desk, close: async () => { await desk.close(); rmSync(userData, { recursive: true, force: true }); } };
    },
  },
];

/** A file that calls itself a workbook and is none. */
function refusedWorkbook(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-screens-'));
  const file = path.join(folder, 'people.xlsx');
  writeFileSync(file, Buffer.from('PK\u0003\u0004 this is not a workbook'));
  return file;
}
