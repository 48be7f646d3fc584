import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FieldKey } from '#shared/people-file.ts';
import type { FileInspection, FileOverrides } from '#shared/file-inspection.ts';
import { SignedIn } from '../../api/testing/signed-in.tsx';
import { Refusal, SpokenBridge } from '../../api/testing/spoken-bridge.ts';
import { ImportPage } from './import-page.tsx';

const detected: (FieldKey | null)[] = ['username', 'email', null];

/** What the file worker would say of a file that was saved as Windows-1252. */
function inspection(overrides: FileOverrides): FileInspection {
  const mapping = overrides.mapping ?? detected;
  const right = overrides.encoding === 'windows-1252';
  return {
    fileName: 'people.csv', size: 2_048, purpose: 'people', hasByteOrderMark: false, sheets: [], language: 'en', rowCount: 2, rowCountIsExact: true, examinedWholeFile: true,
    settings: { format: 'csv', encoding: overrides.encoding ?? 'utf-8', delimiter: overrides.delimiter ?? ',', headerRow: true, mapping, skipBlankRows: false, skipDuplicateRows: false, repairMojibake: false, realign: [], setAsideLines: [] },
    columns: ['Login', 'Mail', 'Full name'].map((header, index) => ({ index, header, field: mapping[index] ?? null })),
    sample: [{ line: 2, cells: ['zoe', 'zoe@example.org', right ? 'Zoë' : 'Zo�'] }],
    findings: right ? [] : [{ code: 'wrong_encoding', severity: 'error', count: 1, evidence: [{ line: 2, column: 3, text: 'Zo�' }], correction: { encoding: 'windows-1252' }, encoding: 'windows-1252' }],
  };
}

function bridgeOf(inspect: (overrides: FileOverrides) => FileInspection = inspection): SpokenBridge {
  return new SpokenBridge(
    { 'plans.list': () => ({ items: [], nextCursor: null, total: { count: 0, exact: true } }) },
    {
      'files.choose': () => ({ handle: 'h1', name: 'people.csv', size: 2_048 }),
      'files.inspect': ({ overrides }) => inspect(overrides),
      'imports.start': () => ({ taskId: 't1' }),
    },
  );
}

function open(bridge: SpokenBridge, more: { online?: boolean } = {}) {
  return render(
    <SignedIn bridge={bridge} location="/import" {...more}>
      <Routes><Route path="/import" element={<ImportPage />} /></Routes>
    </SignedIn>,
  );
}

const lastInput = (bridge: SpokenBridge, id: string) => bridge.asked.filter((asked) => asked.id === id).at(-1)?.input;

beforeAll(() => { configure({ asyncUtilTimeout: 10_000 }); });
afterEach(cleanup);

describe('importing a file', () => {
  it('M3: shows the evidence and corrects only when the person says so, and takes it back', async () => {
    const bridge = bridgeOf();
    open(bridge);
    await userEvent.click(screen.getByRole('button', { name: 'Choose a file' }));
    const correct = await screen.findByRole('button', { name: 'Read as Windows-1252' });
    expect(lastInput(bridge, 'files.inspect')).toMatchObject({ overrides: {} });
    await userEvent.click(correct);
    expect(await within(screen.getByRole('region', { name: 'Sample of the file' })).findByText('Zoë')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Read as Windows-1252' })).toBeNull();
  });

  it('goes from the file over its columns to the plan, and back without losing anything', async () => {
    const bridge = bridgeOf();
    open(bridge);
    await userEvent.click(screen.getByRole('button', { name: 'Choose a file' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Read as Windows-1252' }));
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByText('1 column is left out: Full name.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await userEvent.click(screen.getByRole('radio', { name: /Synchronize/ }));
    await userEvent.click(screen.getByRole('radio', { name: /Leave them alone/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await userEvent.click(screen.getByRole('button', { name: 'Review plan' }));
    await waitFor(() => { expect(bridge.count('imports.start')).toBe(1); });
    expect(lastInput(bridge, 'imports.start')).toMatchObject({ handle: 'h1', mode: 'synchronize', options: { absent: 'keep', scope: { kind: 'all' } }, settings: { encoding: 'windows-1252', mapping: detected } });
  });

  it('M4: a file that cannot be read says why and what to do', async () => {
    const bridge = bridgeOf(() => { throw new Refusal({ code: 'invalid_input', message: 'x', details: { fileProblem: 'unclosed_quote', line: 812 } }); });
    open(bridge);
    await userEvent.click(screen.getByRole('button', { name: 'Choose a file' }));
    expect(await screen.findByText(/A quote that opens on line 812 is never closed/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Choose another file' })).toBeTruthy();
  });

  it('C5: a file is looked at offline too, but no plan is made', async () => {
    const bridge = bridgeOf();
    open(bridge, { online: false });
    await userEvent.click(screen.getByRole('button', { name: 'Choose a file' }));
    expect(await screen.findByRole('button', { name: 'Read as Windows-1252' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: /What to do/ }));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Review plan' }).disabled).toBe(true);
  });
});
