import MuiDialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import type { ReactNode } from 'react';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons, the main one last. */
  actions: ReactNode;
  size?: 'xs' | 'sm' | 'md';
  /** Something is on its way: Esc and clicks beside do not close. */
  busy?: boolean;
}

/** A question or small form over the page. Esc closes it and the focus goes back to where it was. */
export function Dialog({ open, onClose, title, children, actions, size = 'sm', busy = false }: DialogProps) {
  const id = useId();
  return (
    <MuiDialog open={open} onClose={() => { if (!busy) onClose(); }} maxWidth={size} fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>{children}</DialogContent>
      <DialogActions>{actions}</DialogActions>
    </MuiDialog>
  );
}
