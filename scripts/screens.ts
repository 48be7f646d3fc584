import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { nameOfVariant, showVariant } from '../test/screens/variants.ts';
import { worlds } from '../test/screens/worlds.ts';
import { bundleIfNeeded } from './build/bundle.ts';
import { openDisplay } from './set-up/display.ts';
import { ensureSystemPackages } from './set-up/system-packages.ts';

const usage = `Usage: npm run screens [-- --out FOLDER] [--world NAME] [--screen NAME] [--variant NAME]

Takes a picture of every screen of the console in both themes and languages, at several sizes, with no people, one,
many and a hundred thousand, with long names, in error and offline. Where there is no display they are taken under
Xvfb. They are for looking at and stand in FOLDER (default: a folder for temporary files).

Worlds: ${worlds.map(({ name }) => name).join(', ')}. A variant is named like en-dark-1024x700; part of a name will do.
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const { values } = parseArgs({ options: { out: { type: 'string' }, world: { type: 'string' }, screen: { type: 'string' }, variant: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
/** For what moves to come to rest and what is asked for to arrive. */
const rest = 900;

async function takeAll(out: string): Promise<number> {
  let taken = 0;
  for (const world of worlds.filter(({ name }) => values.world === undefined || name === values.world)) {
    say(`${world.name}:`);
    const { desk, close } = await world.open();
    try {
      for (const screen of world.screens) {
        await showVariant(desk, { language: 'en', theme: 'light', size: '1440x900' });
        await screen.show(desk);
        if (values.screen !== undefined && !screen.name.includes(values.screen)) continue;
        for (const variant of world.variants.filter((one) => values.variant === undefined || nameOfVariant(one).includes(values.variant))) {
          await showVariant(desk, variant);
          await desk.page.waitForTimeout(rest);
          await desk.page.screenshot({ path: path.join(out, `${world.name}.${screen.name}.${nameOfVariant(variant)}.png`) });
          taken += 1;
        }
        say(`  ${screen.name}`);
      }
    } finally {
      await close();
    }
  }
  return taken;
}

if (values.help === true) process.stdout.write(usage);
else {
  const out = path.resolve(values.out ?? path.join(tmpdir(), 'quarterdeck-screens'));
  mkdirSync(out, { recursive: true });
  ensureSystemPackages('tests', say);
  await bundleIfNeeded(say);
  const display = await openDisplay(say);
  Object.assign(process.env, display.environment);
  try {
    process.stdout.write(`${await takeAll(out)} pictures in ${out}\n`);
  } finally {
    display.stop();
  }
}
