import { styled } from '@mui/material/styles';
import { Truncated } from '../text/truncated.tsx';
import { typeSizes } from '../theme/tokens.ts';
import { Avatar } from './avatar.tsx';

const Cell = styled('span', { shouldForwardProp: (name) => name !== 'muted' })<{ muted: boolean }>(({ theme, muted }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minWidth: 0,
  '& .person-names': { display: 'flex', alignItems: 'baseline', gap: 8, minWidth: 0 },
  '& .person-name': { fontWeight: 500, flexShrink: 1, ...(muted && { color: theme.vars.palette.text.secondary }) },
  '& .person-detail': { fontSize: typeSizes.small, color: theme.vars.palette.text.secondary, flexShrink: 3 },
}));

interface PersonCellProps {
  id: string;
  name: string;
  /** An email address or username beside the name. */
  detail?: string;
  /** People who cannot sign in are shown quieter. */
  muted?: boolean;
}

/** A person in one line of a table: initials, name, and what tells two of the same name apart. */
export function PersonCell({ id, name, detail, muted = false }: PersonCellProps) {
  return (
    <Cell muted={muted}>
      <Avatar name={name} seed={id} size={22} />
      <span className="person-names">
        <Truncated className="person-name">{name}</Truncated>
        {detail !== undefined && <Truncated className="person-detail">{detail}</Truncated>}
      </span>
    </Cell>
  );
}
