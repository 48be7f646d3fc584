import { styled } from '@mui/material/styles';
import { fontStacks, typeSizes } from '../theme/tokens.ts';
import { legible } from './legible.ts';

const Code = styled('code')({
  fontFamily: fontStacks.mono,
  fontSize: typeSizes.small,
  lineHeight: '16px',
  overflowWrap: 'anywhere',
  unicodeBidi: 'isolate',
});

/** An id, key or raw value. */
export function Mono({ children }: { children: string }) {
  return <Code>{legible(children)}</Code>;
}
