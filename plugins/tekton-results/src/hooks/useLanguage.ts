import { useCallback, useSyncExternalStore } from 'react';
import { useApiHolder } from '@backstage/core-plugin-api';
import { appLanguageApiRef } from '@backstage/core-plugin-api/alpha';

/** The language the app is shown in; English where the app does not tell. */
export function useLanguage(): string {
  const languageApi = useApiHolder().get(appLanguageApiRef);
  const subscribe = useCallback(
    (onChange: () => void) => {
      const subscription = languageApi?.language$().subscribe(onChange);
      return () => subscription?.unsubscribe();
    },
    [languageApi],
  );
  return useSyncExternalStore(
    subscribe,
    () => languageApi?.getLanguage().language ?? 'en',
  );
}
