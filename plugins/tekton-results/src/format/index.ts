export { formatDuration } from './duration';
export { useFormat, type Format } from './useFormat';
