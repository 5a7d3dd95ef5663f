/*
 * Copyright 2026 The Tekton Results for Backstage Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Card, CardBody, CardFooter, CardHeader } from '@backstage/ui';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { errorStatus } from '../data';
import { useFormat } from '../format';
import { HealthProvider, useClusterProblems } from '../health';
import { PluginRoot } from '../page';
import { entityRunsRouteRef, runPath } from '../routing';
import { LoadingLines, RefreshWarning } from '../states';
import { useTexts } from '../translation';
import { BranchSelect } from './BranchSelect';
import { CardFigures } from './CardFigures';
import { defaultBranch } from './defaultBranch';
import styles from './EntityRunsCard.module.css';
import { RunStrip } from './RunStrip';
import { useEntityCard } from './useEntityCard';

/** The last runs of an entity, and how they went, for its overview. */
export function EntityRunsCard() {
  return (
    <PluginRoot>
      <HealthProvider>
        <RunsCard />
      </HealthProvider>
    </PluginRoot>
  );
}

function RunsCard() {
  const t = useTexts();
  const format = useFormat();
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const runsPath = useRouteRef(entityRunsRouteRef)();
  const [chosen, setChosen] = useState<{ branch?: string }>();
  const branch = chosen ? chosen.branch : defaultBranch(entity);
  const { value, loading, stale, error, retry } = useEntityCard({
    entityRef,
    branch,
  });
  const forbidden = errorStatus(error) === 403;
  const card = forbidden ? undefined : value;
  const missing = useClusterProblems().map(({ title }) => title);

  // Nobody chose the branch: that it has no run says nothing of the others.
  if (!chosen && branch && card?.runs.length === 0 && !stale) {
    setChosen({ branch: undefined });
  }

  const none = card?.limited ? 'card.noneVisible' : 'card.none';
  return (
    <Card>
      <CardHeader>
        <div className={styles.header}>
          <h2 className={styles.title}>{t('card.title')}</h2>
          {card?.scope && (
            <BranchSelect
              entityRef={entityRef}
              runs={card.runs}
              branch={branch}
              onChange={name => setChosen({ branch: name })}
            />
          )}
        </div>
      </CardHeader>
      <CardBody>
        <div className={styles.body} aria-busy={stale}>
          {loading && <LoadingLines label={t('card.loading')} lines={2} />}
          {forbidden && <p>{t('card.forbidden')}</p>}
          {error && !forbidden && !card && (
            <p role="alert">
              {t('card.failed')}{' '}
              <button type="button" className={styles.retry} onClick={retry}>
                {t('error.retry')}
              </button>
            </p>
          )}
          {error && card && <RefreshWarning retry={retry} />}
          {card?.scope && missing.length > 0 && (
            <p>{t('card.incomplete', { clusters: format.list(missing) })}</p>
          )}
          {card?.scope === null && <p>{t('card.notMapped')}</p>}
          {card?.scope && card.runs.length === 0 && (
            <p>{t(branch ? 'card.noneOnBranch' : none)}</p>
          )}
          {card && card.runs.length > 0 && (
            <>
              <RunStrip
                runs={card.runs}
                pathOf={run => `${runsPath}/${runPath(run)}`}
              />
              <CardFigures card={card} runsPath={runsPath} />
            </>
          )}
        </div>
      </CardBody>
      <CardFooter>
        <Link className={styles.all} to={runsPath}>
          {t('card.all')}
        </Link>
      </CardFooter>
    </Card>
  );
}
