import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderOfTest } from '../../test/support/temporary-folder.ts';
import { AppError } from '#shared/errors.ts';
import { readAuthority, systemCertificates } from './certificates.ts';
import { secretOfSetupLink, serverAddress } from './server-address.ts';
import { createServerCalls } from './server-calls.ts';
import { answerJson, someId, someSession, startTestServer } from '../../test/support/remote-server.ts';
import { createTransport, proxyOf } from './transport.ts';

const refusal = async (attempt: Promise<unknown>): Promise<AppError> => {
  const error = await attempt.then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
};

const direct = (): Promise<string> => Promise.resolve('DIRECT');
const callsTo = (address: string, more: { authority?: string; resolveProxy?: (address: string) => Promise<string> } = {}) =>
  createServerCalls(createTransport({ address: () => address, token: () => 'qd_token', authority: more.authority ?? null, resolveProxy: more.resolveProxy ?? direct, userAgent: 'quarterdeck-console/test' }));

/** A certificate for localhost, signed by an authority of our own. */
function issueCertificates() {
  const folder = folderOfTest();
  const openssl = (...parameters: string[]): void => void execFileSync('openssl', parameters, { cwd: folder, stdio: 'ignore' });
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test authority');
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem', '-out', 'certificate.pem', '-days', '2', '-subj', '/CN=localhost', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:FALSE');
  const read = (name: string): Buffer => readFileSync(path.join(folder, name));
  return { authority: read('ca.pem'), key: read('key.pem'), cert: read('certificate.pem') };
}

function opensslIsHere(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('the calls of the console', () => {
  it('C4: sends the token and its name, follows no redirect with them', async () => {
    const server = await startTestServer((_seen, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    await refusal(callsTo(server.address).call('session.get', {}));
    expect(server.seen.length).toBe(1);
    expect(server.seen[0]!.headers).toMatchObject({ authorization: 'Bearer qd_token', 'user-agent': 'quarterdeck-console/test' });
  });

  it('sends a POST whose answer was lost again with the same key and body', async () => {
    const server = await startTestServer((_seen, response, count) => {
      if (count < 3) response.socket!.destroy();
      else answerJson(response, { staged: 1 });
    });
    expect(await callsTo(server.address).call('plans.stage', { id: someId, rows: [[2, 'a']] })).toEqual({ staged: 1 });
    expect(new Set(server.seen.map((seen) => `${String(seen.headers['idempotency-key'])} ${seen.body}`)).size).toBe(1);
    expect(server.seen.length).toBe(3);
  });

  it('tries again when the server is too busy, and gives up in the end', async () => {
    const busy = { code: 'unavailable', reason: 'overloaded', detail: 'Busy' };
    const server = await startTestServer((_seen, response, count) => (count < 3 ? answerJson(response, busy, 503) : answerJson(response, someSession)));
    expect((await callsTo(server.address).call('session.get', {})).user.username).toBe('anna');
    const always = await startTestServer((_seen, response) => answerJson(response, busy, 503));
    expect((await refusal(callsTo(always.address).call('session.get', {}))).problem).toEqual({ code: 'unavailable', reason: 'overloaded', message: 'Busy' });
    expect(always.seen.length).toBe(4);
  }, 20_000);

  it('never sends a change that has no key twice', async () => {
    const server = await startTestServer((_seen, response) => void response.socket!.destroy());
    expect((await refusal(callsTo(server.address).call('users.delete', { id: someId, version: 1 }))).code).toBe('unreachable');
    expect(server.seen.length).toBe(1);
  });

  it('C16: refuses an answer against the contract', async () => {
    const server = await startTestServer((_seen, response) => answerJson(response, { items: [{ id: '<b>' }] }));
    expect((await refusal(callsTo(server.address).call('tokens.list', {}))).code).toBe('internal');
  });

  it('C7: can be cancelled', async () => {
    const server = await startTestServer(() => undefined);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    expect((await refusal(callsTo(server.address).call('session.get', {}, { signal: stop.signal }))).code).toBe('cancelled');
  });
});

describe.skipIf(!opensslIsHere())(`C4: TLS${opensslIsHere() ? '' : ' (skipped: needs openssl to make certificates)'}`, () => {
  it('C4: an unknown authority is refused, the connection’s own is accepted, in a proxy’s tunnel too', async () => {
    const { authority, key, cert } = issueCertificates();
    const server = await startTestServer((_seen, response) => answerJson(response, someSession), { key, cert });
    const refused = await refusal(callsTo(server.address).call('session.get', {}));
    expect(refused.problem).toMatchObject({ code: 'unreachable', details: { code: expect.stringMatching(/UNABLE_TO_VERIFY|SELF_SIGNED/) as string } });
    const pem = readAuthority(authority);
    expect((await callsTo(server.address, { authority: pem }).call('session.get', {})).user.username).toBe('anna');

    const proxy = await startProxy();
    const proxied = (more: { authority?: string }) => callsTo(server.address, { ...more, resolveProxy: () => Promise.resolve(`PROXY 127.0.0.1:${proxy.port}; DIRECT`) });
    expect((await proxied({ authority: pem }).call('session.get', {})).user.username).toBe('anna');
    expect(proxy.tunnels).toEqual([`127.0.0.1:${server.port}`]);
    expect((await refusal(proxied({}).call('session.get', {}))).code).toBe('unreachable');
  });

  it('C4: a name that is not the certificate’s is refused', async () => {
    const { authority, key, cert } = issueCertificates();
    const server = await startTestServer((_seen, response) => answerJson(response, someSession), { key, cert });
    const other = callsTo(`https://127.0.0.2:${server.port}`, { authority: readAuthority(authority) });
    expect((await refusal(other.call('session.get', {}))).code).toBe('unreachable');
  });

  it('C4: a file without a certificate is refused at its field', () => {
    expect(() => readAuthority(Buffer.from('hello'))).toThrow(AppError);
    expect(readAuthority(Buffer.concat([issueCertificates().authority, issueCertificates().authority])).match(/BEGIN CERTIFICATE/g)?.length).toBe(2);
  });

  it('C4: the system’s own authorities are trusted', () => {
    expect(systemCertificates().length).toBeGreaterThan(10);
  });
});

/** A proxy that only tunnels. */
async function startProxy() {
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url!);
    const [host, port] = request.url!.split(':');
    const outer = connect(Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    outer.pipe(socket).pipe(outer);
    for (const end of [outer, socket]) end.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  return { port: (proxy.address() as AddressInfo).port, tunnels };
}

describe('C4: the system’s proxy', () => {
  it('C4: reads what Chromium says', () => {
    expect(proxyOf('DIRECT')).toBe(false);
    expect(proxyOf('')).toBe(false);
    expect(proxyOf('PROXY proxy.example:3128; DIRECT')).toEqual({ protocol: 'http', host: 'proxy.example', port: 3128 });
    expect(proxyOf('SOCKS5 a:1; HTTPS b:2')).toEqual({ protocol: 'https', host: 'b', port: 2 });
    expect(() => proxyOf('SOCKS5 a:1')).toThrow(AppError);
  });
});

describe('C4: addresses of servers', () => {
  it.each([['admin.example.com', 'https://admin.example.com'], [' https://Admin.example.com:8443/ ', 'https://admin.example.com:8443'], ['http://localhost:3000', 'http://localhost:3000'], ['http://[::1]:3000', 'http://[::1]:3000']])('%s is %s', (typed, address) => {
    expect(serverAddress(typed)).toBe(address);
  });

  it.each(['', 'http://admin.example.com', 'http://127.0.0.1.example.com', 'ftp://localhost', 'https://a:b@example.com', 'https://example.com/path', 'https://example.com?x=1', 'https://exa mple'])('%s is refused at its field', (typed) => {
    expect(() => serverAddress(typed)).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'invalid_input', errors: [expect.objectContaining({ path: 'url' })] }) as unknown }) as Error);
  });

  it('X6: finds the secret of a setup link and refuses anything else at its field', () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz';
    expect(secretOfSetupLink(` https://a.example/setup#${secret} `)).toBe(secret);
    for (const link of ['https://a.example/setup', 'https://a.example/setup#short', `javascript:alert(1)//setup#${secret}`]) expect(() => secretOfSetupLink(link)).toThrow(AppError);
  });
});
