import type { PointerEvent, ReactNode } from 'react';
import { legible } from './legible.ts';

/** Shows the whole text as a tooltip, but only where it was cut off. */
function revealWhenCut(event: PointerEvent<HTMLElement>): void {
  const element = event.currentTarget;
  if (element.scrollWidth > element.clientWidth) element.title = element.textContent;
  else element.removeAttribute('title');
}

const classOf = (own: string | undefined) => (own === undefined ? 'truncated' : `truncated ${own}`);

/** Text from a server or file on one line: isolated in its direction, made legible, cut with an ellipsis. */
export function Truncated({ children, className }: { children: string; className?: string }) {
  return (
    <bdi className={classOf(className)} onPointerEnter={revealWhenCut} dir="auto">
      {legible(children)}
    </bdi>
  );
}

/** Text from a server or file within a sentence: isolated in its direction and made legible. */
export function Name({ children }: { children: string }) {
  return <bdi>{legible(children)}</bdi>;
}

/** A line of several parts cut with an ellipsis. */
export function TruncatedLine({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className={classOf(className)} onPointerEnter={revealWhenCut}>
      {children}
    </div>
  );
}
