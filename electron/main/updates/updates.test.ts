import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assertComplete, assertSigned, updateKey, UpdateRefused } from './signed-manifest.ts';
import { updateSource, type UpdateFacts } from './update-source.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64');
const manifest = '{"version":"1.0.0"}\n';
const signature = sign(null, Buffer.from(manifest), privateKey).toString('base64');

describe('C8: the signature of an update', () => {
  it('is of the makers’ key and of every byte of the manifest', () => {
    const key = updateKey(raw);
    expect(() => assertSigned(manifest, `${signature}\n`, key)).not.toThrow();
    for (const changed of [`${manifest} `, manifest.replace('1.0.0', '1.0.1'), '']) expect(() => assertSigned(changed, signature, key)).toThrow(UpdateRefused);
    for (const wrong of ['', 'none', signature.slice(4), sign(null, Buffer.from(manifest), generateKeyPairSync('ed25519').privateKey).toString('base64')]) expect(() => assertSigned(manifest, wrong, key)).toThrow(UpdateRefused);
  });

  it('needs a key of 32 bytes', () => {
    expect(() => updateKey('AAAA')).toThrow('32 bytes');
  });

  it('covers files beside the manifest only, each with its checksum', () => {
    const sha512 = Buffer.alloc(64).toString('base64');
    expect(() => assertComplete({ files: [{ url: 'Quarterdeck-1.0.0.AppImage', sha512 }] })).not.toThrow();
    for (const url of ['https://elsewhere.example/a.AppImage', '../a.AppImage', '/a.AppImage', '.hidden', 'a b', '']) expect(() => assertComplete({ files: [{ url, sha512 }] })).toThrow(UpdateRefused);
    for (const wrong of [undefined, '', 'AAAA']) expect(() => assertComplete({ files: [{ url: 'a.AppImage', ...(wrong === undefined ? {} : { sha512: wrong }) }] })).toThrow(UpdateRefused);
    expect(() => assertComplete({})).toThrow(UpdateRefused);
    expect(() => assertComplete({ files: [] })).toThrow(UpdateRefused);
  });
});

describe('C8: where updates come from', () => {
  const facts: UpdateFacts = { allowedByPolicy: true, packaged: true, platform: 'linux', appImage: true, publisherPinned: false, feed: 'https://updates.example/console', key: raw };

  it('is the feed that was compiled in, as a folder', () => {
    expect(updateSource(facts)).toMatchObject({ feed: new URL('https://updates.example/console/') });
    expect(updateSource({ ...facts, platform: 'darwin', appImage: false })).toHaveProperty('feed');
  });

  it.each<[Partial<UpdateFacts>, string]>([
    [{ allowedByPolicy: false }, 'policy'],
    [{ packaged: false }, 'build'],
    [{ feed: '' }, 'build'],
    [{ key: '' }, 'build'],
    [{ feed: 'http://updates.example/' }, 'build'],
    [{ appImage: false }, 'packages'],
    [{ platform: 'win32' }, 'unsigned'],
  ])('is nowhere with %o: %s', (change, off) => {
    expect(updateSource({ ...facts, ...change })).toEqual({ off });
  });

  it('on Windows needs the name in which updates are signed', () => {
    expect(updateSource({ ...facts, platform: 'win32', publisherPinned: true })).toHaveProperty('feed');
  });
});
