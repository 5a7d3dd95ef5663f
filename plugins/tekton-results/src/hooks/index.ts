export { useLanguage } from './useLanguage';
export { useLiveQuery, type LiveQuery } from './useLiveQuery';
export { useNow } from './useNow';
export { useCaptureHealth } from './useCaptureHealth';
export { useRun } from './useRun';
export { useRunObject } from './useRunObject';
export { useRuns } from './useRuns';
