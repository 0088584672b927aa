/** Whether scripts run by now: false on the server and in a browser's first rendering. */
import { useSyncExternalStore } from 'react';

export const useIsHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

const never = () => () => undefined;
