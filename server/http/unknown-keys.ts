/**
 * Paths of the keys that stand in `raw` but not in `parsed`: what a schema dropped because it does not know it.
 * Values that the schema handed through unread (the very same object) are not looked into.
 */
export function droppedKeys(raw: unknown, parsed: unknown, path = ''): string[] {
  if (raw === parsed || typeof raw !== 'object' || raw === null || typeof parsed !== 'object' || parsed === null) return [];
  if (Array.isArray(raw)) {
    return Array.isArray(parsed) ? raw.flatMap((item, index) => droppedKeys(item, parsed[index], join(path, String(index)))) : [];
  }
  const known = parsed as Record<string, unknown>;
  return Object.entries(raw).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return Object.hasOwn(known, key) ? droppedKeys(value, known[key], join(path, key)) : [join(path, key)];
  });
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
