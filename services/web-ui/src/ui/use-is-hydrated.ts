/** False on the server and in the first rendering of a browser: what needs scripts is shown, and what does without is hidden, only then. */
import { useSyncExternalStore } from 'react';

export const useIsHydrated = (): boolean => useSyncExternalStore(never, () => true, () => false);

const never = () => () => undefined;
