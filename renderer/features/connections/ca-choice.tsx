import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { Name } from '../../ui/text/truncated.tsx';

/** A chosen certificate authority: a new file, the one that is there, or none. */
export interface ChosenAuthority {
  name: string;
  /** Given for a newly chosen file. */
  handle?: string;
}

const Line = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8, marginTop: 4, '& bdi': { overflowWrap: 'anywhere' } });

interface CaChoiceProps {
  value: ChosenAuthority | null;
  onChange: (authority: ChosenAuthority | null) => void;
  onProblem: (error: unknown) => void;
}

/** C4: a certificate authority of one's own, besides the system's. */
export function CaChoice({ value, onChange, onProblem }: CaChoiceProps) {
  const { t } = useTranslation('connections');
  const bridge = useBridge();
  const choose = async () => {
    try {
      const file = await callNative(bridge, 'files.choose', { purpose: 'ca' });
      if (file) onChange({ name: file.name, handle: file.handle });
    } catch (error) {
      onProblem(error);
    }
  };
  return (
    <div className="wide">
      <FormLabel component="div">{t('form.ca')}</FormLabel>
      <Line>
        {value && <Name>{value.name}</Name>}
        <Button size="small" onClick={() => void choose()}>{t('form.chooseCa')}</Button>
        {value && <Button size="small" variant="text" onClick={() => { onChange(null); }}>{t('form.removeCa')}</Button>}
      </Line>
      <FormHelperText>{t('form.caHelp')}</FormHelperText>
    </div>
  );
}
