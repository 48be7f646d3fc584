import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, launchConsole, test, type RunningConsole } from '../../support/electron.ts';
import * as hostile from '../../support/hostile-files.ts';
import { saw } from '../drill.ts';

// Memory and processor time of another process are read from /proc.
const elsewhere = process.platform !== 'linux';
test.skip(elsewhere, 'only Linux tells a process’s memory and time');

const megabyte = 1_048_576;
let folder: string;
let desk: RunningConsole;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-hostile-'));
  desk = await launchConsole({ preferences: { language: 'en', theme: 'light' } });
  await desk.online();
  await watchWindow(desk.page);
});
test.afterAll(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const floods: Record<string, () => Buffer | Promise<Buffer>> = {
  'a text cell of 100 MB': hostile.textBomb,
  'a bomb that lies about its size': hostile.lyingTextBomb,
  'shared texts without end': hostile.sharedStringsBomb,
  'entities that expand to billions': hostile.entityBomb,
  'elements nested without end': hostile.nestingBomb,
  'a comment without end': () => hostile.silentBomb('comment'),
  'ten thousand parts': hostile.manyEntries,
  'parts that share a kernel': hostile.sharedKernel,
  'archives in archives': () => hostile.nestedArchives(20),
  'two million rows in a sheet': hostile.rowBomb,
  '1,100,000 CSV rows': () => hostile.csvRows(1_100_000),
  'a line of 200 MB': () => Buffer.concat([Buffer.from('a,b\n'), Buffer.alloc(200_000_000, 'x')]),
  'ten million columns': () => Buffer.from(`a,b\n${','.repeat(10_000_000)}\n`),
  'a hundred million blank lines': () => Buffer.from(`username,email\na,a@example.org\n${'\n'.repeat(100_000_000)}`),
  'rows far out in a sheet': () => hostile.farColumns(20_000, 'SF'),
  'a quote that is never closed': () => Buffer.from(`a,b\n1,"${'x,y\n'.repeat(5_000_000)}`),
  'an old workbook': hostile.oldContainer,
  'NULs': () => Buffer.from('ab\0b,c\n'.repeat(1_000)),
  'nothing': () => Buffer.alloc(0),
};

/** Notes in the page how long it could do nothing else: the gaps between turns of its event loop. */
async function watchWindow(page: Page): Promise<void> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    (window as unknown as { gaps: number[] }).gaps = gaps;
    let last = performance.now();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      setTimeout(() => channel.port2.postMessage(null), 4);
    };
    channel.port2.postMessage(null);
  });
}

const gapsSince = (page: Page): Promise<number[]> => page.evaluate(() => (window as unknown as { gaps: number[] }).gaps.splice(0));

/** What the file process came to while `work` went on: its largest memory in bytes and its processor time in seconds. */
async function costOfFileProcess(work: Promise<void>): Promise<{ memory: number; seconds: number }> {
  const cost = { memory: 0, seconds: 0 };
  let running = true;
  const done = work.finally(() => (running = false));
  while (running) {
    const found = (await desk.processes()).find(({ name }) => name === 'Quarterdeck files');
    for (let look = 0; found !== undefined && running && look < 20; look += 1) {
      cost.memory = Math.max(cost.memory, memoryOf(found.pid));
      cost.seconds = Math.max(cost.seconds, processorSecondsOf(found.pid));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  await done;
  return cost;
}

function memoryOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

/** Processor time does not depend on what else the machine does. */
function processorSecondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

async function choose(file: string): Promise<void> {
  await desk.page.getByRole('navigation').getByRole('link', { name: /^Import/ }).first().click();
  await desk.chooseFile(file);
  await desk.page.getByRole('button', { name: /Choose (a|another) file/ }).click();
}

async function goodFileWorks(): Promise<void> {
  const good = path.join(folder, 'good.csv');
  writeFileSync(good, 'username,email\nanna,anna@example.org\nbela,bela@example.org\n');
  await choose(good);
  await expect(desk.page.getByText('2 rows', { exact: false }).first()).toBeVisible();
}

for (const [name, make] of Object.entries(floods)) {
  test(`M4: ${name}: a clear error within 5 s below 300 MB, the window answers, and the next file works`, async () => {
    const file = path.join(folder, 'hostile');
    writeFileSync(file, await make());
    const alert = desk.page.getByRole('main').getByRole('alert');
    await gapsSince(desk.page);
    const began = performance.now();
    const { memory, seconds: working } = await costOfFileProcess(choose(file).then(() => expect(alert.first()).toBeVisible({ timeout: 30_000 })));
    const seconds = (performance.now() - began) / 1_000;
    const gaps = (await gapsSince(desk.page)).toSorted((one, other) => one - other);
    const text = await alert.first().innerText();
    const usual = gaps[Math.floor(gaps.length * 0.99)] ?? 0;
    saw(`${name}: ${working.toFixed(1)} s of work in ${seconds.toFixed(1)} s, ${Math.round(memory / megabyte)} MB, window at most ${Math.round(gaps.at(-1) ?? 0)} ms (99% within ${Math.round(usual)} ms): ${text.replaceAll('\n', ' ')}`);
    expect(text).not.toMatch(/\{\{|“”|row \?|line \?|undefined|request/iu);
    expect(working).toBeLessThan(5);
    expect(memory).toBeLessThan(300 * megabyte);
    expect(usual).toBeLessThan(100);
    await goodFileWorks();
  });
}

test('M4: a file of 500 columns is read, and the window goes on answering', async () => {
  const file = path.join(folder, 'wide.csv');
  const names = ['username', 'email', ...Array.from({ length: 498 }, (_, column) => `column ${column}`)];
  writeFileSync(file, `${names.join(',')}\n${Array.from({ length: 300 }, (_, row) => `u${row},u${row}@example.org${',x'.repeat(498)}`).join('\n')}\n`);
  await choose(file);
  await expect(desk.page.getByText('300 rows', { exact: false }).first()).toBeVisible();
  await gapsSince(desk.page);
  await desk.page.getByRole('button', { name: 'Continue' }).click();
  await expect(desk.page.getByRole('combobox').first()).toBeVisible();
  const worst = Math.max(...await gapsSince(desk.page));
  saw(`500 columns to map: the window stood still for ${Math.round(worst)} ms`);
  expect(worst).toBeLessThan(2_000);
});

test('M4: the process of files is killed while it reads: the window says so, and the next file works', async () => {
  const file = path.join(folder, 'large.csv');
  writeFileSync(file, hostile.csvRows(600_000));
  await choose(file);
  const fileProcess = async () => (await desk.processes()).find(({ name }) => name === 'Quarterdeck files');
  await expect.poll(fileProcess, { intervals: [20] }).toBeDefined();
  process.kill((await fileProcess())!.pid, 'SIGKILL');
  await expect(desk.page.getByRole('main').getByRole('alert').first()).toContainText('was stopped');
  await goodFileWorks();
});
