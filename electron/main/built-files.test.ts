import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOfTest } from '../../test/support/temporary-folder.ts';
import { answerFor, contentSecurityPolicy, listBuiltFiles } from './built-files.ts';
import { isExternalAddress } from './external-address.ts';

const origin = 'app://quarterdeck';

function built() {
  const root = folderOfTest();
  const folder = path.join(root, 'renderer');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(folder, 'assets', 'index-1.js'), 'export {}');
  writeFileSync(path.join(folder, 'assets', 'run.sh'), 'echo');
  writeFileSync(path.join(root, 'secret.html'), 'secret');
  return listBuiltFiles(folder);
}

const ask = (url: string, method = 'GET') => answerFor({ url, method }, origin, built());

describe('C15: the custom protocol', () => {
  it('C15: serves the listed files with their type and the policy', async () => {
    const script = await ask('app://quarterdeck/assets/index-1.js');
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('C11: answers locations of the router with the start page', async () => {
    for (const location of ['/', '/users', '/users/0199aaaa-0000-7000-8000-000000000000?tab=activity']) {
      const answer = await ask(`app://quarterdeck${location}`);
      expect(await answer.text()).toBe('<!doctype html>');
    }
  });

  it.each([
    'app://quarterdeck/../secret.html',
    'app://quarterdeck/..%2fsecret.html',
    'app://quarterdeck/%2e%2e/secret.html',
    'app://quarterdeck/assets/..%5c..%5csecret.html',
    'app://quarterdeck//etc/passwd.txt',
    'app://quarterdeck//etc/passwd',
    'app://quarterdeck/assets/missing',
    'app://quarterdeck/assets/run.sh',
    'app://quarterdeck/index.html%00.js',
  ])('C15: nothing outside the list can be asked for: %s', async (url) => {
    expect((await ask(url)).status).toBe(404);
  });

  it('C15: other hosts and methods are refused', async () => {
    expect((await ask('app://elsewhere/index.html')).status).toBe(403);
    expect((await ask('app://quarterdeck/index.html', 'POST')).status).toBe(405);
  });

  it('C15: the policy has no unsafe source and no source beyond the application', () => {
    expect(contentSecurityPolicy).not.toContain('unsafe');
    expect(contentSecurityPolicy).not.toMatch(/https?:|\*|blob:/);
  });
});

describe('C15: addresses for the system browser', () => {
  it.each(['https://example.com/a?b=c#d', 'https://example.com:8443/'])('https is opened: %s', (address) => {
    expect(isExternalAddress(address)).toBe(true);
  });

  it.each(['http://example.com', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'https://user:secret@example.com/', 'https://', 'https://a b', 'https://example.com/"', `https://example.com/${'a'.repeat(3000)}`, 'ms-msdt:/id', ''])('anything else is refused: %s', (address) => {
    expect(isExternalAddress(address)).toBe(false);
  });
});
