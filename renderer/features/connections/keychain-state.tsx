import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { VaultState } from '#shared/ipc.ts';
import { Banner } from '../../ui/states/banner.tsx';
import type { Meaning } from '../../ui/theme/tokens.ts';

const meaningOf: Record<VaultState, Meaning> = { ok: 'new', locked: 'held', absent: 'held', no_service: 'held', backend_changed: 'held' };

/** C3: which of its five states the keychain is in, and what to do about it. */
export function KeychainState({ state }: { state: VaultState }) {
  const { t } = useTranslation('connections');
  return (
    <Banner meaning={meaningOf[state]} icon={KeyRound} title={t(`vault.${state}.title`)} role="status">
      {t(`vault.${state}.advice`)}
    </Banner>
  );
}
