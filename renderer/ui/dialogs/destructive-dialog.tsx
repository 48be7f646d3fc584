import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Name } from '../text/truncated.tsx';
import { radii } from '../theme/tokens.ts';
import { Dialog } from './dialog.tsx';

const Server = styled('p')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  marginBottom: 12,
  color: theme.vars.palette.text.secondary,
  '& b': { color: theme.vars.palette.text.primary, fontWeight: 600 },
}));
const Dot = styled('span')({ width: 10, height: 10, borderRadius: 3, flexShrink: 0 });
const Names = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: '12px 0',
  padding: '8px 12px',
  maxHeight: 200,
  overflow: 'auto',
  borderRadius: radii.control,
  border: `1px solid ${theme.vars.palette.surface.line}`,
  backgroundColor: theme.vars.palette.surface.sunken,
  '& li': { overflowWrap: 'anywhere' },
}));
const Problem = styled('div')({ marginTop: 12 });

/** The server that a destructive action touches: a dialog always names it (C2). */
export interface NamedServer {
  name: string;
  /** `#rrggbb`. */
  colour: string;
}

interface DestructiveDialogProps {
  open: boolean;
  onClose: () => void;
  /** A question with its number: "Deactivate 3 people?" */
  title: string;
  server: NamedServer;
  /** What follows, in numbers and names. */
  consequence: ReactNode;
  /** Whom or what it touches; the first ones are named. */
  names: readonly string[];
  /** How many it touches altogether, when not all names are known. */
  count?: number;
  /** The verb with its number: "Deactivate 3 people". */
  confirmLabel: string;
  /** Rejects when it failed; the dialog then stays open. */
  onConfirm: () => Promise<unknown>;
  /** What must be typed first, such as a number or a name. */
  typed?: string;
  /** Further questions, above the typed confirmation. */
  children?: ReactNode;
  /** What went wrong the last time. */
  problem?: ReactNode;
}

const namedAtMost = 8;

function TypedConfirmation({ expected, value, onChange }: { expected: string; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('ui');
  const [left, setLeft] = useState(false);
  const differs = value !== '' && value.trim() !== expected;
  return (
    <TextField
      label={t('dialog.typeToConfirm', { text: expected })}
      value={value}
      autoComplete="off"
      onChange={(event) => { onChange(event.target.value); }}
      onBlur={() => { setLeft(true); }}
      error={left && differs}
      helperText={left && differs ? t('dialog.typedDiffers', { text: expected }) : undefined}
      sx={{ mt: 3 }}
    />
  );
}

/**
 * Asks before something is taken away: names the server, the number and the people, says what follows, and may
 * ask for a number or name to be typed (C2). The safe button has the focus.
 */
export function DestructiveDialog(props: DestructiveDialogProps) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const { names, onClose } = props;
  const more = (props.count ?? names.length) - Math.min(names.length, namedAtMost);
  const ready = props.typed === undefined || typed.trim() === props.typed;
  const close = () => {
    setTyped('');
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    try {
      await props.onConfirm();
      close();
    } catch {
      // The caller shows what went wrong in `problem`; the dialog stays open for another try.
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open={props.open}
      onClose={close}
      busy={busy}
      title={props.title}
      actions={
        <>
          <Button onClick={close} disabled={busy} autoFocus={props.typed === undefined}>{t('cancel')}</Button>
          <Button variant="contained" color="error" disabled={!ready || busy} loading={busy} onClick={() => void confirm()}>{props.confirmLabel}</Button>
        </>
      }
    >
      <Server>
        <Dot aria-hidden style={{ backgroundColor: props.server.colour }} />
        <span>{t('dialog.onServer')} <b><Name>{props.server.name}</Name></b></span>
      </Server>
      <div>{props.consequence}</div>
      {names.length > 0 && (
        <Names tabIndex={0}>
          {names.slice(0, namedAtMost).map((name, index) => <li key={index}><Name>{name}</Name></li>)}
          {more > 0 && <li>{t('dialog.andMore', { count: more })}</li>}
        </Names>
      )}
      {props.children}
      {props.typed !== undefined && <TypedConfirmation expected={props.typed} value={typed} onChange={setTyped} />}
      {props.problem !== undefined && <Problem>{props.problem}</Problem>}
    </Dialog>
  );
}
