import type { CallId } from '#shared/contract/index.ts';
import type { OutputOf } from '#shared/contract/index.ts';
import { useTranslation } from 'react-i18next';
import { legible } from '../../../ui/text/legible.ts';
import { useToasts } from '../../../ui/toast/toasts.tsx';

/** Questions whose answers a change of a person changes. */
export const changedByUsers = ['users.list', 'users.get', 'users.permissions', 'users.activity', 'overview.get', 'licences.get', 'roles.list'] as const satisfies readonly CallId[];

type Done = 'saved' | 'created' | 'deactivated' | 'reactivated' | 'unlicensed' | 'deleted' | 'restored';

/** Says what was done, that a licence was missing (L2), and offers to take it back where that can be. */
export function useDoneToast(): (done: Done, name: string, more?: { notices?: OutputOf<'users.update'>['notices']; undo?: () => void }) => void {
  const { t } = useTranslation('userRecord');
  const toasts = useToasts();
  return (done, name, { notices = [], undo } = {}) => {
    toasts.show({
      text: t(`done.${done}`, { name: legible(name) }),
      meaning: 'new',
      ...(undo && { action: { label: t('undo'), run: undo } }),
    });
    for (const notice of notices) toasts.show({ text: t('done.noLicence', { name: legible(notice.name) }), meaning: 'held' });
  };
}
