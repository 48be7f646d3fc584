/// <reference lib="es2024.string" />
/**
 * PostgreSQL can store neither U+0000 nor half of a surrogate pair, and SQLite stores both in ways that later
 * comparisons trip over. One behaviour for both: what cannot be stored becomes U+FFFD, the replacement character,
 * at the moment of writing. Whoever must keep a text exact refuses it before (`isStorableText`).
 */
const replacement = '\uFFFD';

/** Whether both databases give back exactly this text. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The text as both databases store it: U+0000 and unpaired surrogates become U+FFFD. */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', replacement) : wellFormed;
}

/** `JSON.stringify` writes both as escapes; an escaped backslash before them makes this too careful, never too lax. */
const suspiciousEscape = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** The value as JSON text that both databases can read, with every text inside it made storable. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!suspiciousEscape.test(json)) return json;
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? storableText(inner) : inner));
}
