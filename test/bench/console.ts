import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron } from '@playwright/test';
import type { Preferences } from '#shared/ipc.ts';
import { bundleIfNeeded } from '../../scripts/build/bundle.ts';
import { resolveElectronRuntime } from '../../scripts/electron-runtime/runtime.ts';
import { openDisplay } from '../../scripts/set-up/display.ts';
import { launchConsole, type RunningConsole } from '../support/electron.ts';
import type { Bench } from './bench.ts';
import { inPairs, pairFigures, percentile, rounded, say, timed, type Run } from './measuring.ts';
import { seedPeople } from './places.ts';
import { pssMegabytes } from './processes.ts';

const preferences: Partial<Preferences> = { language: 'en', theme: 'light', lastLocation: '/users' };

/** A folder of the console whose own server has so many people; its first start has been. */
export async function userDataWith(people: number, kept: Partial<Preferences>): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-console-'));
  const first = await launchConsole({ userData: folder });
  await first.online();
  await first.close();
  await seedPeople({ kind: 'sqlite', file: path.join(folder, 'server', 'quarterdeck.db') }, people);
  writeFileSync(path.join(folder, 'preferences.json'), JSON.stringify(kept));
  return folder;
}

async function onDisplay<Result>(work: () => Promise<Result>): Promise<Result> {
  await bundleIfNeeded(say);
  const display = await openDisplay(say);
  Object.assign(process.env, display.environment);
  try {
    return await work();
  } finally {
    display.stop();
  }
}

const firstRow = (desk: RunningConsole): Promise<void> => desk.page.getByRole('grid').getByRole('row').nth(5).waitFor({ timeout: 120_000 });

/** From nothing to the users on screen. */
async function coldStart(userData: string): Promise<Run> {
  let desk: RunningConsole | undefined;
  const run = await timed(async () => {
    desk = await launchConsole({ userData });
    await firstRow(desk);
  });
  await desk!.close();
  return run;
}

/** The same runtime with one empty window. */
async function bareStart(folder: string): Promise<Run> {
  const runtime = await resolveElectronRuntime(() => undefined);
  let app: Awaited<ReturnType<typeof _electron.launch>> | undefined;
  const run = await timed(async () => {
    app = await _electron.launch({ executablePath: runtime.path, args: [...runtime.switches, folder] });
    await (await app.firstWindow()).getByText('bare').waitFor();
  });
  await app!.close();
  return run;
}

function bareApplication(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-bench-'));
  writeFileSync(path.join(folder, 'package.json'), '{"name":"bare","main":"main.cjs"}');
  writeFileSync(path.join(folder, 'main.cjs'), "const { app, BrowserWindow } = require('electron'); app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadURL('data:text/html,bare'));");
  return folder;
}

export const startBench: Bench = {
  name: 'start',
  summary: 'From nothing to the list of users of the local connection; peer: a bare window of the same runtime.',
  run: ({ rows, pairs }) => onDisplay(async () => {
    const userData = await userDataWith(rows, preferences);
    const bare = bareApplication();
    try {
      const result = await inPairs(pairs, () => coldStart(userData), () => bareStart(bare));
      const more = result.product.map((run, index) => run.seconds - result.peer[index]!.seconds);
      return { people: rows, ...pairFigures(result), moreSeconds: rounded(percentile(more, 0.5)), promiseMoreSeconds: 1 };
    } finally {
      for (const folder of [userData, bare]) rmSync(folder, { recursive: true, force: true });
    }
  }),
};

/** Milliseconds between frames while the list is scrolled with the wheel, as the page itself sees them. */
async function frameTimes({ page }: RunningConsole, seconds: number): Promise<number[]> {
  const box = await page.getByRole('grid').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
  await page.evaluate(() => {
    const times: number[] = [];
    let last = performance.now();
    const frame = (now: number): void => { times.push(now - last); last = now; if ((window as unknown as { stopFrames?: boolean }).stopFrames !== true) requestAnimationFrame(frame); };
    (window as unknown as { frames: number[] }).frames = times;
    requestAnimationFrame(frame);
  });
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    await page.mouse.wheel(0, 240);
    await page.waitForTimeout(16);
  }
  return page.evaluate(() => { (window as unknown as { stopFrames: boolean }).stopFrames = true; return (window as unknown as { frames: number[] }).frames.slice(5); });
}

/** From a key in the search box to rows that match on screen, in milliseconds. */
async function searchTimes({ page }: RunningConsole): Promise<number[]> {
  const box = page.getByRole('searchbox').first();
  const times: number[] = [];
  for (const [text, seen] of [['lovelace', /Lovelace/], ['turing', /Turing/], ['zoé', /Zoé/], ['hopper', /Hopper/], ['tanaka', /Tanaka/], ['novak', /Novák/]] as const) {
    await box.fill('');
    await page.waitForTimeout(600);
    const start = performance.now();
    await box.fill(text);
    await page.getByRole('grid').getByRole('row').nth(3).filter({ hasText: seen }).waitFor({ timeout: 30_000 });
    times.push(performance.now() - start);
  }
  return times;
}

async function memoryOf(desk: RunningConsole): Promise<Record<string, number>> {
  const processes = await desk.processes();
  return Object.fromEntries(processes.map(({ name, pid }) => [name, Math.round(pssMegabytes(pid))]));
}

export const scrollBench: Bench = {
  name: 'scroll',
  summary: 'Frames while the list of users is scrolled, searches as they are typed, and memory afterwards; no peer.',
  run: ({ rows }) => onDisplay(async () => {
    const userData = await userDataWith(rows, preferences);
    const desk = await launchConsole({ userData });
    try {
      await firstRow(desk);
      await desk.page.waitForTimeout(2_000);
      const frames = await frameTimes(desk, 10);
      const searches = await searchTimes(desk);
      return {
        people: rows, frames: frames.length, medianFrameMs: rounded(percentile(frames, 0.5), 1), p95FrameMs: rounded(percentile(frames, 0.95), 1), slowFrames: rounded(frames.filter((time) => time > 34).length / frames.length, 3),
        keystrokeToRowsMs: { median: Math.round(percentile(searches, 0.5)), slowest: Math.round(Math.max(...searches)) }, promiseMs: 200, memoryMb: await memoryOf(desk),
      };
    } finally {
      await desk.close();
      rmSync(userData, { recursive: true, force: true });
    }
  }),
};
