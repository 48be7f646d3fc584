import http from 'node:http';
import https from 'node:https';
import { createSecureContext } from 'node:tls';
import axios, { type AxiosInstance, type AxiosProxyConfig } from 'axios';
import { AppError } from '#shared/errors.ts';
import { systemCertificates } from './certificates.ts';

export type TransportOptions = {
  /** The server's address; null while it is not known (the embedded server is starting). */
  address: () => string | null;
  token: () => string | null;
  /** PEM of the connection's own authority, besides those of the system (C4). */
  authority: string | null;
  /** The system's proxy for an address, as Chromium says it: `PROXY proxy.example:3128; DIRECT`. */
  resolveProxy: (address: string) => Promise<string>;
  userAgent: string;
};

const answerWithin = 60_000;
const largestAnswer = 64 * 1_048_576;

/**
 * C4: an axios instance for one server: its address and token at the time of each call, the system's proxy, and TLS
 * checked against the system's store plus the connection's authority. Nothing switches the check off.
 */
export function createTransport(options: TransportOptions): AxiosInstance {
  const secureContext = createSecureContext({ ca: [...systemCertificates(), ...(options.authority === null ? [] : [options.authority])], minVersion: 'TLSv1.2' });
  const instance = axios.create({
    adapter: 'http',
    maxRedirects: 0,
    maxBodyLength: Infinity,
    httpAgent: new http.Agent({ keepAlive: true }),
    httpsAgent: new https.Agent({ keepAlive: true, secureContext }),
  });
  instance.interceptors.request.use(async (request) => {
    const address = options.address();
    if (address === null) throw new AppError('unreachable', 'The server is not running');
    const token = options.token();
    request.baseURL = address;
    request.proxy = proxyOf(await options.resolveProxy(address));
    request.headers.set('User-Agent', options.userAgent);
    if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
    const streams = request.responseType === 'stream';
    request.timeout ||= streams ? 0 : answerWithin;
    request.maxContentLength = streams ? -1 : largestAnswer;
    return request;
  });
  return instance;
}

/**
 * The first usable entry of a proxy answer; false for none.
 * @throws AppError `unreachable` when the system asks for a SOCKS proxy only
 */
export function proxyOf(answer: string): AxiosProxyConfig | false {
  const entries = answer.split(';').map((entry) => entry.trim()).filter((entry) => entry !== '');
  for (const entry of entries) {
    if (entry === 'DIRECT') return false;
    const found = /^(PROXY|HTTPS) (.+):(\d+)$/.exec(entry);
    if (found !== null) return { protocol: found[1] === 'HTTPS' ? 'https' : 'http', host: found[2] ?? '', port: Number(found[3]) };
  }
  if (entries.length === 0) return false;
  throw new AppError('unreachable', 'The system asks for a SOCKS proxy, which the console cannot use', { details: { proxy: entries[0] } });
}
