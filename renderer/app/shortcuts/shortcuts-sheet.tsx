import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialogs/dialog.tsx';

const Groups = styled('div')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
  gap: '16px 32px',
  '& h3': { fontSize: 13, fontWeight: 600, marginBottom: 4 },
  '& dl > div': { display: 'flex', alignItems: 'center', gap: 8, minHeight: 28 },
  '& dt': { flex: 1, color: theme.vars.palette.text.secondary },
  '& dd': { display: 'flex', gap: 4 },
  '& kbd': {
    padding: '0 6px',
    borderRadius: 4,
    border: `1px solid ${theme.vars.palette.surface.edge}`,
    backgroundColor: theme.vars.palette.surface.sunken,
    lineHeight: '20px',
  },
}));

const command = /mac/i.test(navigator.platform) ? '⌘' : 'Ctrl';

const sheet = {
  anywhere: { palette: [command, 'K'], search: ['/'], settings: [command, ','], shortcuts: ['?'], close: ['Esc'] },
  table: { move: ['↑', '↓', '←', '→'], page: ['PgUp', 'PgDn'], ends: ['Home', 'End'], open: ['Enter'], select: ['Space'], range: ['Shift', '↓'], all: [command, 'A'], copy: [command, 'C'] },
  headings: { sort: ['Enter'], resize: ['Shift', '←', '→'], reorder: ['Alt', '←', '→'] },
  record: { previous: ['Alt', '↑'], next: ['Alt', '↓'] },
} as const;

type Sheet = typeof sheet;
type ShortcutKey = { [Group in keyof Sheet]: `shortcuts.${Group}.${Extract<keyof Sheet[Group], string>}` }[keyof Sheet];

/** `?`: every key of the console. */
export function ShortcutsSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <Dialog open={open} onClose={onClose} size="md" title={t('shortcuts.title')} actions={<Button onClick={onClose} autoFocus>{t('shortcuts.close')}</Button>}>
      <Groups>
        {(Object.keys(sheet) as (keyof Sheet)[]).map((group) => (
          <section key={group}>
            <h3>{t(`shortcuts.groups.${group}`)}</h3>
            <dl>
              {Object.entries<readonly string[]>(sheet[group]).map(([name, keys]) => (
                <div key={name}>
                  <dt>{t(`shortcuts.${group}.${name}` as ShortcutKey)}</dt>
                  <dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </Groups>
    </Dialog>
  );
}
