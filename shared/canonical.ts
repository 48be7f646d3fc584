/**
 * The canonical form of JSON: what is hashed and signed (audit chain A4, plans M15). One text for one value: keys
 * sorted by UTF-16 code units, no spaces, numbers and strings as ECMAScript writes them (RFC 8785). Keys whose value
 * is `undefined` are left out, as in `JSON.stringify`.
 *
 * @throws TypeError for what JSON does not know: `undefined` by itself, functions, symbols, bigints, NaN, infinities.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form.`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>);
    default:
      throw new TypeError(`A value of type ${typeof value} has no canonical form.`);
  }
}

/** Anything that JSON would escape, or that only just might need it. */
const notPlain = /[^ !#-[\]-~]/;

/** Most texts are short and plain, and need nobody to look for escapes twice. */
function canonicalText(text: string): string {
  return notPlain.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function canonicalArray(values: readonly unknown[]): string {
  let text = '[';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ',';
    text += canonicalJson(values[index]);
  }
  return `${text}]`;
}

function canonicalObject(value: Record<string, unknown>): string {
  let text = '';
  for (const key of sortedKeys(value)) {
    const inner = value[key];
    if (inner === undefined) continue;
    text += `${text === '' ? '' : ','}${canonicalText(key)}:${canonicalJson(inner)}`;
  }
  return `{${text}}`;
}

/** Whoever builds a value in order spares it the sorting. */
function sortedKeys(value: Record<string, unknown>): string[] {
  const keys = Object.keys(value);
  for (let index = 1; index < keys.length; index += 1) {
    if (keys[index]! < keys[index - 1]!) return keys.sort();
  }
  return keys;
}
