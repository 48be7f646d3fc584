import { expect, test } from '../support/electron.ts';

test('C1, C15: what the page sends is refused unless it is plain, small and of the right kind', async ({ desk }) => {
  await desk.online();
  const answers = await desk.page.evaluate(async () => {
    const bridge = window.quarterdeck as unknown as { api(id: unknown, input?: unknown): Promise<{ ok: boolean; error?: { code: string } }>; call(id: unknown, input?: unknown): Promise<{ ok: boolean; error?: { code: string } }> };
    const code = (answer: { ok: boolean; error?: { code: string } }): string => (answer.ok ? 'answered' : answer.error!.code);
    const polluted = JSON.parse('{"__proto__": {"isAdmin": true}, "q": "a"}') as unknown;
    return Promise.all([
      bridge.api('users.list', polluted), bridge.api('users.list', { constructor: { prototype: {} } }), bridge.api('users.list', { q: 'x'.repeat(4_000_000) }),
      bridge.api('users.list', new Map()), bridge.api('users.list', { q: new Uint8Array(10) }), bridge.api('__proto__', {}), bridge.api('session.local', { secret: 'x'.repeat(20), username: 'a', displayName: 'a' }),
      bridge.api('users.export', {}), bridge.api({ toString: 'x' }, {}), bridge.call('app.exit', null), bridge.call('files.inspect', { handle: '../../etc/passwd', overrides: {}, lastRowCount: null }),
      bridge.call('files.inspect', { handle: 'A'.repeat(24), overrides: {}, lastRowCount: null }), bridge.call('app.copy', { text: 7 }),
    ].map((answer) => answer.then(code)));
  });
  // The bridge itself leaves a prototype out on the way; main refuses one all the same (router.test.ts).
  expect(['answered', 'invalid_input']).toContain(answers.shift());
  expect(answers).toEqual(['invalid_input', 'too_large', 'invalid_input', 'invalid_input', 'invalid_input', 'not_allowed', 'not_allowed', 'invalid_input', 'invalid_input', 'invalid_input', 'not_found', 'invalid_input']);
  expect(await desk.app.evaluate(() => ({} as { isAdmin?: boolean }).isAdmin ?? false)).toBe(false);
});

test('C16, M4: folders, pipes and files that are not of this computer cannot be dropped', async ({ desk }) => {
  const forged = await desk.page.evaluate(() => window.quarterdeck.fileDropped(new File(['a;b'], '/etc/passwd'), 'people'));
  expect(forged).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  await desk.chooseFile(desk.userData);
  expect(await desk.page.evaluate(() => window.quarterdeck.call('files.choose', { purpose: 'people' }))).toMatchObject({ ok: false, error: { code: 'invalid_input', details: { fileProblem: 'not_a_file' } } });
});
