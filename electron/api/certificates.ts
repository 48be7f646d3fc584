import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { AppError } from '#shared/errors.ts';

/** Where Linux distributions keep the certificates that the system trusts, as one file. */
const systemBundles = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem', '/etc/ssl/cert.pem'];

const pemCertificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * C4: the certificates that the operating system trusts. The shipped runtime reads the store of every platform; the
 * development fallback (Node 20) reads Linux's file only. Without any, those that come with the runtime.
 */
export function systemCertificates(): readonly string[] {
  cached ??= findSystemCertificates();
  return cached;
}
let cached: readonly string[] | undefined;

function findSystemCertificates(): readonly string[] {
  const runtime = tls as { getCACertificates?: (type: 'system') => string[] };
  const fromStore = runtime.getCACertificates?.('system') ?? [];
  const bundle = [process.env['SSL_CERT_FILE'], ...systemBundles].find((file) => file !== undefined && existsSync(file));
  const fromFile = process.platform === 'linux' && bundle !== undefined ? readFileSync(bundle, 'utf8').match(pemCertificate) ?? [] : [];
  const all = [...new Set([...fromStore, ...fromFile].map((certificate) => certificate.trim()))];
  return all.length > 0 ? all : tls.rootCertificates;
}

/**
 * The certificates in a file that the person chose as an additional authority (PEM with one or more, or DER), as PEM.
 * @throws AppError `invalid_input` at the field `caHandle` when there is none
 */
export function readAuthority(content: Buffer): string {
  const pieces = content.toString('latin1').match(pemCertificate) ?? [content];
  try {
    return pieces.map((piece) => new X509Certificate(piece).toString()).join('');
  } catch (cause) {
    const message = 'Not a certificate';
    throw new AppError('invalid_input', message, { errors: [{ path: 'caHandle', message }] }, { cause });
  }
}
