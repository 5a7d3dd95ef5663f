import { Navigate, Route, Routes, useResolvedPath } from 'react-router-dom';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { entityScope } from 'backstage-plugin-tekton-results-common';
import { RunPage } from '../RunPage';
import { RunsList } from '../RunsList';
import styles from './EntityRuns.module.css';
import { InvalidSelector } from './InvalidSelector';
import { NotMapped } from './NotMapped';

/**
 * The runs of the entity of the page: the list, and below it a page for each
 * run. A run has its page even if the entity is not mapped to it any more, so
 * that links do not die.
 */
export function EntityRuns() {
  const { pathname: basePath } = useResolvedPath('.');

  return (
    <div className={styles.root}>
      <Routes>
        <Route path="/" element={<EntityRunsList basePath={basePath} />} />
        <Route
          path=":cluster/:uid/*"
          element={<RunPage basePath={basePath} />}
        />
        <Route path="*" element={<Navigate to={basePath} replace />} />
      </Routes>
    </div>
  );
}

interface EntityRunsListProps {
  basePath: string;
}

function EntityRunsList({ basePath }: EntityRunsListProps) {
  const { entity } = useEntity();
  const mapping = entityScope(entity);

  switch (mapping.kind) {
    case 'mapped': {
      const entityRef = stringifyEntityRef(entity);
      return (
        <RunsList
          key={entityRef}
          entityRef={entityRef}
          scope={mapping.scope}
          basePath={basePath}
        />
      );
    }
    case 'invalid':
      return (
        <InvalidSelector
          annotation={mapping.annotation}
          problem={mapping.problem}
        />
      );
    default:
      return <NotMapped entityName={entity.metadata.name} />;
  }
}
