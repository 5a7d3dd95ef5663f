export { EntityRuns } from './EntityRuns';
