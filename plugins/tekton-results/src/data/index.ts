export { errorMessage, errorStatus } from './errors';
export { useNow } from './useNow';
export { usePageVisible } from './usePageVisible';
export { usePolledRequest, type PolledRequest } from './usePolledRequest';
export { BUSY_POLL_MS, QUIET_POLL_MS } from './pollInterval';
