import { styled } from '@mui/material/styles';
import type { PointerEvent, ReactNode } from 'react';
import { legible } from './legible.ts';

const Line = styled('bdi')({
  display: 'block',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});

/** Shows the whole text as a tooltip, but only where it was cut off. */
function revealWhenCut(event: PointerEvent<HTMLElement>): void {
  const element = event.currentTarget;
  if (element.scrollWidth > element.clientWidth) element.title = element.textContent;
  else element.removeAttribute('title');
}

/** Text from a server or file on one line: isolated in its direction, made legible, cut with an ellipsis. */
export function Truncated({ children, className }: { children: string; className?: string }) {
  return (
    <Line className={className} onPointerEnter={revealWhenCut} dir="auto">
      {legible(children)}
    </Line>
  );
}

/** Text from a server or file within a sentence: isolated in its direction and made legible. */
export function Name({ children }: { children: string }) {
  return <bdi>{legible(children)}</bdi>;
}

/** A line of several parts cut with an ellipsis. */
export function TruncatedLine({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <Line as="div" className={className} onPointerEnter={revealWhenCut}>
      {children}
    </Line>
  );
}
