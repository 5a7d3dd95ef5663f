import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { entityScope } from 'backstage-plugin-tekton-results-common';
import { Route, Routes } from 'react-router-dom';
import { RunPage } from '../run';
import { RunsPage } from '../runs';
import { InvalidSelector } from './InvalidSelector';
import { NotMapped } from './NotMapped';

/** The list of an entity's runs and the pages of each run. */
export function EntityRuns() {
  const { entity } = useEntity();
  const mapping = entityScope(entity);

  if (mapping.kind === 'notMapped') {
    return <NotMapped entity={entity} />;
  }
  if (mapping.kind === 'invalid') {
    return <InvalidSelector entity={entity} mapping={mapping} />;
  }
  return (
    <Routes>
      <Route
        path="/"
        element={
          <RunsPage
            entityRef={stringifyEntityRef(entity)}
            scope={mapping.scope}
          />
        }
      />
      <Route path="/:cluster/:uid/*" element={<RunPage />} />
    </Routes>
  );
}
