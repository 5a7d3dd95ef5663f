import type { TaskStatus } from 'backstage-plugin-tekton-results-common';

export type StatusTone =
  | 'positive'
  | 'negative'
  | 'negativeOutline'
  | 'warning'
  | 'warningOutline'
  | 'announcement'
  | 'neutral';

export const STATUS_TONES: Record<TaskStatus, StatusTone> = {
  succeeded: 'positive',
  completed: 'positive',
  failed: 'negative',
  couldNotStart: 'negativeOutline',
  timedOut: 'negative',
  cancelled: 'neutral',
  failureIgnored: 'warning',
  stopping: 'warning',
  running: 'announcement',
  waiting: 'neutral',
  incomplete: 'warningOutline',
  skipped: 'neutral',
  notStarted: 'neutral',
};
