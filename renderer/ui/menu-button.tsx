import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { ChevronDown, Ellipsis } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';

export interface MenuAction {
  label: string;
  icon?: LucideIcon;
  /** A second, quieter line. */
  detail?: string;
  disabled?: boolean;
  destructive?: boolean;
  run: () => void;
}

interface MenuButtonProps {
  label: string;
  actions: readonly MenuAction[];
  /** `icon` shows three dots, its name as tooltip only. */
  look?: 'button' | 'icon';
  startIcon?: ReactNode;
  disabled?: boolean;
  size?: 'small' | 'medium';
}

/** A button that opens a menu of actions. */
export function MenuButton({ label, actions, look = 'button', startIcon, disabled = false, size = 'medium' }: MenuButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const opener = {
    id: `${id}-button`,
    'aria-haspopup': 'menu' as const,
    'aria-expanded': anchor !== null,
    'aria-controls': anchor ? `${id}-menu` : undefined,
    disabled,
    size,
    onClick: (event: { currentTarget: HTMLElement }) => { setAnchor(event.currentTarget); },
  };
  return (
    <>
      {look === 'icon' ? (
        <IconButton {...opener} aria-label={label} title={label}><Ellipsis aria-hidden /></IconButton>
      ) : (
        <Button {...opener} startIcon={startIcon} endIcon={<ChevronDown aria-hidden />}>{label}</Button>
      )}
      <Menu id={`${id}-menu`} anchorEl={anchor} open={anchor !== null} onClose={() => { setAnchor(null); }} slotProps={{ list: { 'aria-labelledby': `${id}-button` } }}>
        {actions.map((action) => (
          <MenuItem
            key={action.label}
            disabled={action.disabled ?? false}
            onClick={() => { setAnchor(null); action.run(); }}
            sx={action.destructive ? { color: 'error.main', '& > svg': { color: 'error.main !important' } } : {}}
          >
            {action.icon && <action.icon aria-hidden />}
            <ListItemText primary={action.label} secondary={action.detail} sx={{ m: 0 }} />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
