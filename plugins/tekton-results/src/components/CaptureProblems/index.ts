export { CaptureProblems, type CaptureProblemsProps } from './CaptureProblems';
