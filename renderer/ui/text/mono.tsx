import { legible } from './legible.ts';

/** An id, key or raw value. */
export function Mono({ children }: { children: string }) {
  return <code className="mono">{legible(children)}</code>;
}
