export { RunsList, type RunsListProps } from './RunsList';
