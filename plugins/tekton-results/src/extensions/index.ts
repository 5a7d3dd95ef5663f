export { tektonResultsApi } from './api';
export { entityRunsContent } from './entityContent';
