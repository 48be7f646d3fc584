import { useTranslation } from 'react-i18next';
import type { VaultState } from '#shared/ipc.ts';

/** The state of the keychain in one sentence (C3). */
export function useVaultText(): (state: VaultState) => string {
  const { t } = useTranslation('connections');
  return (state) => t(`vault.${state}.title`);
}
