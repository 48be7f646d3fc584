import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

export type PageLanguage = 'en' | 'fr';

/** The first of the caller's languages that the pages speak; English otherwise. */
export function languageOf(acceptLanguage: string | undefined): PageLanguage {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', quality] = entry.trim().split(/;\s*q=/);
      return { language: tag.slice(0, 2).toLowerCase(), quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  return wanted.find((entry): entry is { language: PageLanguage; quality: number } => entry.language === 'en' || entry.language === 'fr')?.language ?? 'en';
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { width: min(24rem, calc(100vw - 3rem)); padding: 2rem 0; }
h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
label { display: block; font-weight: 600; margin: 0 0 .25rem; }
input { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem .625rem; border: 1px solid GrayText; border-radius: 6px; background: Field; color: FieldText; margin: 0 0 1rem; }
button { font: inherit; font-weight: 600; padding: .5rem 1rem; border: 1px solid transparent; border-radius: 6px; background: #1f5fbf; color: #fff; }
:focus-visible { outline: 2px solid Highlight; outline-offset: 2px; }
[role=alert] { border-inline-start: 4px solid #c62828; padding: .25rem .75rem; }
`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Answers with one of the server's own small pages: no script, nothing loaded, nothing kept. */
export function sendPage(reply: FastifyReply, status: number, language: PageLanguage, title: string, body: string): FastifyReply {
  return reply
    .code(status)
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .header('vary', 'accept-language')
    .header('content-language', language)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`,
    );
}
