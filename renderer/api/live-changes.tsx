import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useBridge } from './bridge-context.tsx';
import { useListNews } from './list-news.tsx';
import { dependsOn } from './query-keys.ts';

/** ms: changes are gathered for so long before what is on screen is read again. */
const gathering = 400;

/**
 * Listens to changes made elsewhere: single records and figures on screen are read again, lists only tell how
 * much changed (C6). Renders nothing.
 */
export function LiveChanges() {
  const bridge = useBridge();
  const client = useQueryClient();
  const news = useListNews();
  useEffect(() => {
    const tables = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      const changed = [...tables];
      tables.clear();
      void client.invalidateQueries({
        predicate: ({ queryKey }) => changed.some((table) => dependsOn(String(queryKey[0]), table)) && queryKey[2] !== 'pages',
      });
      // Lists are only marked as old: they are read again when they are next opened, or on "show".
      void client.invalidateQueries({
        predicate: ({ queryKey }) => changed.some((table) => dependsOn(String(queryKey[0]), table)) && queryKey[2] === 'pages',
        refetchType: 'none',
      });
    };
    const stopChanges = bridge.on('change', (change) => {
      news.changed(change.table, change.recordId);
      tables.add(change.table);
      timer ??= setTimeout(refresh, gathering);
    });
    const stopLost = bridge.on('changesLost', () => void client.invalidateQueries());
    return () => {
      clearTimeout(timer);
      stopChanges();
      stopLost();
    };
  }, [bridge, client, news]);
  return null;
}
