import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PasswordLinks } from '../../domains/session/password-links.service.ts';
import type { PasswordWeakness } from '../../domains/session/passwords.ts';
import { clientOf } from '../caller.ts';
import { toRefusal } from '../problems.ts';
import { escapeHtml, languageOf, sendPage } from './page.ts';
import { pageTexts, type PageTexts } from './texts.ts';

type SecretRequest = FastifyRequest<{ Params: { secret: string } }>;

/** U12, X6: the pages behind one-time links, for people without the console. English and French, without scripts. */
export function registerPages(app: FastifyInstance, passwordLinks: PasswordLinks): void {
  app.register(async (pages) => {
    pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 4_096 }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body as string)));
    });
    pages.setErrorHandler((error, request, reply) => {
      const { status } = toRefusal(error);
      if (status >= 500) request.log.error({ err: error }, 'page failed');
      const language = languageOf(request.headers['accept-language']);
      return sendPage(reply, status, language, pageTexts[language].failed, paragraph(pageTexts[language].failedMore));
    });
    pages.get('/setup', (request, reply) => {
      const language = languageOf(request.headers['accept-language']);
      return sendPage(reply, 200, language, pageTexts[language].setup, paragraph(pageTexts[language].setupMore));
    });
    pages.get('/password/:secret', (request, reply) => showForm(passwordLinks, request as SecretRequest, reply, 200, () => null));
    pages.post('/password/:secret', (request, reply) => savePassword(passwordLinks, request as SecretRequest, reply));
  });
}

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

async function showForm(links: PasswordLinks, request: SecretRequest, reply: FastifyReply, status: number, problem: (texts: PageTexts) => string | null): Promise<FastifyReply> {
  const language = languageOf(request.headers['accept-language']);
  const texts = pageTexts[language];
  const username = await links.find(request.params.secret);
  if (username === undefined) return sendPage(reply, 404, language, texts.invalid, paragraph(texts.invalidMore));
  const text = problem(texts);
  const field = (name: string, label: string, more = ''): string =>
    `<label for="${name}">${escapeHtml(label)}</label><input id="${name}" name="${name}" type="password" autocomplete="new-password" required minlength="12" maxlength="256"${more}>`;
  const form = [
    paragraph(texts.forPerson(username)),
    text === null ? '' : `<p role="alert">${escapeHtml(text)}</p>`,
    '<form method="post">',
    field('password', texts.newPassword, ' aria-describedby="rule"'),
    `<p id="rule">${escapeHtml(texts.rule)}</p>`,
    field('again', texts.again),
    `<button type="submit">${escapeHtml(texts.save)}</button></form>`,
  ];
  return sendPage(reply, status, language, texts.setPassword, form.join(''));
}

async function savePassword(links: PasswordLinks, request: SecretRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { password = '', again = '' } = (request.body ?? {}) as Record<string, string>;
  if (password !== again) return showForm(links, request, reply, 400, (texts) => texts.different);
  try {
    await links.use(request.params.secret, password, { requestId: request.id, client: clientOf(request) });
  } catch (error) {
    const { error: refusal } = toRefusal(error);
    if (refusal.reason === 'password_too_weak') return showForm(links, request, reply, 400, (texts) => texts.weak[refusal.problem.details?.['weakness'] as PasswordWeakness]);
    if (refusal.reason === 'link_invalid') return showForm(links, request, reply, 404, () => null);
    throw error;
  }
  const language = languageOf(request.headers['accept-language']);
  return sendPage(reply, 200, language, pageTexts[language].done, paragraph(pageTexts[language].doneMore));
}
