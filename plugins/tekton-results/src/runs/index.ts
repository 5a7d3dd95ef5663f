export { RunsPage, type RunsPageProps } from './RunsPage';
export { FailureLine, type FailureLineProps } from './FailureLine';
export { SourceFacts, type SourceFactsProps } from './SourceFacts';
export { runTitle } from './runTitle';
