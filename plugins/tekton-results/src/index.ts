/**
 * Shows the archived and live Tekton runs of a component.
 *
 * @packageDocumentation
 */

export { tektonResultsPlugin as default } from './plugin';
export { tektonResultsApiRef } from './api';
export { tektonResultsTranslationRef } from './translation';
