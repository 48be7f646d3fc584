import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { styled } from '@mui/material/styles';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClipboard } from './clipboard.tsx';
import { Mono } from './mono.tsx';

const Line = styled('span')({ display: 'inline-flex', alignItems: 'center', gap: 4, minWidth: 0, maxWidth: '100%' });

/** A button that copies `text` and says so for two seconds. `label` names it for everyone. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation('ui');
  const copy = useClipboard();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => { setCopied(false); }, 2000);
    return () => { clearTimeout(timer); };
  }, [copied]);
  return (
    <Tooltip title={copied ? t('copied') : label}>
      <IconButton
        size="small"
        aria-label={label}
        onClick={() => {
          void copy(text).then(() => { setCopied(true); });
        }}
      >
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
    </Tooltip>
  );
}

/** An id or raw value with its copy button. */
export function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <Line>
      <Mono>{text}</Mono>
      <CopyButton text={text} label={label} />
    </Line>
  );
}
