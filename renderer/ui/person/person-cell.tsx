import { Truncated } from '../text/truncated.tsx';
import { Avatar } from './avatar.tsx';

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
    <span className={muted ? 'person-cell is-muted' : 'person-cell'}>
      <Avatar name={name} seed={id} size={22} />
      <span className="person-names">
        <Truncated className="person-name">{name}</Truncated>
        {detail !== undefined && <Truncated className="person-detail">{detail}</Truncated>}
      </span>
    </span>
  );
}
