export { useFormat, type Format } from './useFormat';
export { Duration, type DurationProps } from './Duration';
export { Time, type TimeProps } from './Time';
