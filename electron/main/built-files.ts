import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** C15: one policy, without `unsafe-*`. Styles made at run time go to constructed style sheets, which it does not govern. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
} as const;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.txt': 'text/plain; charset=utf-8',
};

export type BuiltFile = { path: string; contentType: string };

/** The built page's files by the path of their address. What is not in this list cannot be asked for. */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>;

/** Lists the built page once, at the start; files of unknown kinds are left out. */
export function listBuiltFiles(folder: string): BuiltFiles {
  const files = new Map<string, BuiltFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const contentType = contentTypes[path.extname(entry.name)];
    if (!entry.isFile() || contentType === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const address = `/${path.relative(folder, file).split(path.sep).map(encodeURIComponent).join('/')}`;
    files.set(address, { path: file, contentType });
  }
  return files;
}

/**
 * Answers a request of the custom protocol. A location of the router (a navigation to a path that is no file) gets the
 * start page; the path of an address is only ever looked up in the list, never joined to a folder.
 */
export async function answerFor(request: Pick<Request, 'url' | 'method'>, origin: string, files: BuiltFiles): Promise<Response> {
  const address = new URL(request.url);
  if (`${address.protocol}//${address.host}` !== origin) return new Response(null, { status: 403, headers });
  if (request.method !== 'GET') return new Response(null, { status: 405, headers });
  const found = files.get(address.pathname) ?? (isLocation(address.pathname) ? files.get('/index.html') : undefined);
  if (found === undefined) return new Response(null, { status: 404, headers });
  const content = await readFile(found.path);
  return new Response(new Uint8Array(content), { status: 200, headers: { ...headers, 'Content-Type': found.contentType } });
}

/** Locations of the router have no dot in them: ids and words only. */
function isLocation(pathname: string): boolean {
  return /^(?:\/[\w-]+)*\/?$/.test(pathname) && !pathname.startsWith('/assets/');
}
