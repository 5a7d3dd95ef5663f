export { HealthBanners, type HealthBannersProps } from './HealthBanners';
export { useHealth } from './useHealth';
export { clusterProblem } from './clusterProblem';
