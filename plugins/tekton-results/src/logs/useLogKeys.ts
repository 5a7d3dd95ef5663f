import type { KeyboardEvent, RefObject } from 'react';
import { useShortcuts } from '../keys';

/** What keys do in the logs. */
export interface LogKeyActions {
  readonly find: () => void;
  readonly wrap: () => void;
  readonly times: () => void;
  readonly end: () => void;
  readonly nextFailure: () => void;
  readonly previousFailure: () => void;
}

/**
 * Handles the keys of the logs while the focus is inside of an element. Letters can
 * be turned off; the handler that is returned is for the others.
 */
export function useLogKeys(options: {
  readonly region: RefObject<HTMLElement>;
  /** Whether what is looked for is being typed. */
  readonly isFinding: () => boolean;
  readonly actions: LogKeyActions;
}): (event: KeyboardEvent<HTMLElement>) => void {
  const { region, isFinding, actions } = options;
  useShortcuts(region, [
    { keys: '/', run: actions.find },
    { keys: 'w', run: actions.wrap },
    { keys: 't', run: actions.times },
    { keys: 'f', run: actions.nextFailure },
    { keys: 'F', run: actions.previousFailure },
  ]);

  return event => {
    const action = actionOf(event, isFinding());
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      actions[action]();
    }
  };
}

function actionOf(
  event: KeyboardEvent<HTMLElement>,
  isFinding: boolean,
): 'find' | 'end' | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const target = event.target as HTMLElement;
  // Menus are drawn elsewhere.
  if (!event.currentTarget.contains(target) || altKey || shiftKey) {
    return undefined;
  }
  if (ctrlKey || metaKey) {
    // The second time the browser finds.
    return key === 'f' && !isFinding ? 'find' : undefined;
  }
  const isField = target.matches('input, textarea, select');
  return key === 'End' && !isField ? 'end' : undefined;
}
