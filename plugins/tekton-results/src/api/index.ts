export { tektonResultsApiRef } from './tektonResultsApiRef';
