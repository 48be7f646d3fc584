import { styled } from '@mui/material/styles';
import { FileInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenFile } from '#shared/ipc.ts';
import { opened, useBridge } from '../../api/bridge-context.tsx';
import { typeSizes } from '../../ui/theme/tokens.ts';

const Veil = styled('div')(({ theme }) => ({
  position: 'fixed',
  inset: 8,
  zIndex: theme.zIndex.modal,
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 12,
  pointerEvents: 'none',
  border: `2px dashed ${theme.vars.palette.accent.text}`,
  borderRadius: 12,
  backgroundColor: `color-mix(in srgb, ${theme.vars.palette.surface.content} 88%, transparent)`,
  color: theme.vars.palette.accent.text,
  fontSize: typeSizes.title,
  fontWeight: 600,
}));

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

interface DropTargetProps {
  onFile: (file: ChosenFile) => void;
  onError: (error: unknown) => void;
}

/** The whole window takes a file (M1); the page never learns its path. */
export function DropTarget({ onFile, onError }: DropTargetProps) {
  const { t } = useTranslation('imports');
  const bridge = useBridge();
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent: only the balance says whether the pointer is still inside.
    let depth = 0;
    const enter = (event: DragEvent) => { if (carriesFiles(event)) { depth += 1; setOver(true); } };
    const leave = (event: DragEvent) => { if (carriesFiles(event)) { depth = Math.max(0, depth - 1); setOver(depth > 0); } };
    const allow = (event: DragEvent) => { if (carriesFiles(event)) event.preventDefault(); };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) opened(bridge.fileDropped(file, 'people')).then(onFile, onError);
    };
    const listeners = [['dragenter', enter], ['dragleave', leave], ['dragover', allow], ['drop', drop]] as const;
    for (const [name, listener] of listeners) window.addEventListener(name, listener);
    return () => { for (const [name, listener] of listeners) window.removeEventListener(name, listener); };
  }, [bridge, onFile, onError]);
  return over ? <Veil aria-hidden><FileInput /> {t('dropHere')}</Veil> : null;
}
