import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { isTektonResultsAvailable } from 'backstage-plugin-tekton-results-common';

export const entityRunsContent = EntityContentBlueprint.make({
  name: 'runs',
  params: {
    path: '/runs',
    title: 'Runs',
    group: 'development',
    filter: isTektonResultsAvailable,
    loader: async () => {
      const { EntityRuns } = await import('../components/EntityRuns');
      return <EntityRuns />;
    },
  },
});
