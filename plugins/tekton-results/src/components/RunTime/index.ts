export { RunDuration, type RunDurationProps } from './RunDuration';
export { StartTime, type StartTimeProps } from './StartTime';
