import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NativeCalls } from '#shared/ipc.ts';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { Banner } from '../../ui/states/banner.tsx';

type Found = NativeCalls['connections.test']['output'];
type Outcome = { found: Found } | { error: unknown } | undefined;

const Box = styled('div')({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: 8, '& > div': { width: '100%' } });

interface ConnectionTestProps {
  /** The address, or undefined while it is not a usable one. */
  url: string | undefined;
  caHandle: string | null;
  onFound?: (found: Found) => void;
}

/** Asks a server who it is before anything is kept. */
export function ConnectionTest({ url, caHandle, onFound }: ConnectionTestProps) {
  const { t } = useTranslation('connections');
  const bridge = useBridge();
  const [outcome, setOutcome] = useState<Outcome>(undefined);
  const [asking, setAsking] = useState(false);
  const test = async (address: string) => {
    setAsking(true);
    try {
      const found = await callNative(bridge, 'connections.test', { url: address, caHandle });
      setOutcome({ found });
      onFound?.(found);
    } catch (error) {
      setOutcome({ error });
    } finally {
      setAsking(false);
    }
  };
  return (
    <Box className="wide">
      <Button disabled={url === undefined} loading={asking} onClick={() => { if (url !== undefined) void test(url); }}>{t('form.test')}</Button>
      {outcome && 'found' in outcome && (
        <Banner meaning="new" role="status">
          {t('form.found', { name: outcome.found.name, version: outcome.found.version })}
          {outcome.found.setupNeeded && <div>{t('form.needsSetup')}</div>}
        </Banner>
      )}
      {outcome && 'error' in outcome && <OperationProblem error={outcome.error} />}
    </Box>
  );
}
