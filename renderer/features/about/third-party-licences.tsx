import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { typeSizes } from '../../ui/theme/tokens.ts';

const Text = styled('pre')({ margin: 0, fontSize: typeSizes.small, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' });

/** The licences of everything that is in the console, as they came with it. */
export function ThirdPartyLicences() {
  const { t } = useTranslation('about');
  const [text, setText] = useState<string>();
  const read = useNativeCall('app.licences', { onSuccess: setText });
  const close = () => { setText(undefined); };
  return (
    <>
      <Button loading={read.isPending} onClick={() => { read.mutate(null); }}>{t('readLicences')}</Button>
      {read.error && <OperationProblem error={read.error} />}
      {text !== undefined && (
        <Dialog open size="md" onClose={close} title={t('othersTitle')} actions={<Button onClick={close}>{t('closeLicences')}</Button>}>
          <Text tabIndex={0}>{text}</Text>
        </Dialog>
      )}
    </>
  );
}
