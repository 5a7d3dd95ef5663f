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

import type {
  CaptureHealth,
  ClusterHealth,
} from 'backstage-plugin-tekton-results-common';
import type { PolledRequest } from '../../data';
import { Time, useFormat } from '../../format';
import { ErrorState, LoadingLines } from '../../states';
import { useTexts } from '../../translation';
import { Block } from '../Block';
import { type Column, FactTable } from '../table';
import { clusterFigures } from './clusterFigures';
import { ClusterNotes } from './ClusterNotes';
import { GapTimeline } from './GapTimeline';

/** Props of {@link CaptureBlock}. */
export interface CaptureBlockProps {
  readonly health: PolledRequest<CaptureHealth>;
}

/** How the capture of each cluster goes. */
export function CaptureBlock({ health }: CaptureBlockProps) {
  const t = useTexts();
  const { value, loading, error, retry } = health;
  const clusters = value?.clusters ?? [];

  return (
    <Block title={t('admin.capture.title')}>
      {loading && <LoadingLines label={t('admin.capture.loading')} lines={2} />}
      {error && !value && (
        <ErrorState
          title={t('admin.capture.failed')}
          error={error}
          retry={retry}
          forbiddenTitle={t('admin.denied')}
          forbiddenHint={t('error.forbiddenAllHint')}
        />
      )}
      {value && clusters.length === 0 && <p>{t('empty.noClusterHint')}</p>}
      {clusters.length > 0 && <Clusters clusters={clusters} />}
      {clusters.length > 0 && <GapTimeline clusters={clusters} />}
      {clusters.map(cluster => (
        <ClusterNotes key={cluster.name} cluster={cluster} />
      ))}
    </Block>
  );
}

function Clusters({
  clusters,
}: {
  readonly clusters: readonly ClusterHealth[];
}) {
  const t = useTexts();
  const format = useFormat();
  const columns: ReadonlyArray<Column<ClusterHealth>> = [
    {
      title: t('admin.capture.column.cluster'),
      cell: ({ title }) => title,
    },
    {
      title: t('admin.capture.column.state'),
      whole: true,
      cell: ({ state }) => t(`admin.capture.state.${state}`),
    },
    {
      title: t('admin.capture.column.last'),
      cell: cluster => {
        const { lastEventAt } = clusterFigures(cluster);
        return lastEventAt ? <Time value={lastEventAt} /> : '–';
      },
    },
    {
      title: t('admin.capture.column.backlog'),
      cell: cluster => format.number(clusterFigures(cluster).backlog),
    },
    {
      title: t('admin.capture.column.lag'),
      cell: cluster => {
        const { lagMs } = clusterFigures(cluster);
        return lagMs > 0 ? format.duration(lagMs) : '–';
      },
    },
    {
      title: t('admin.capture.column.lagP95'),
      cell: cluster => {
        const { lagP95Ms } = clusterFigures(cluster);
        return lagP95Ms === undefined ? '–' : format.latency(lagP95Ms);
      },
    },
    {
      title: t('admin.capture.column.runs'),
      cell: cluster => <NewRunCount cluster={cluster} />,
    },
    {
      title: t('admin.capture.column.notStored'),
      cell: cluster => format.number(clusterFigures(cluster).notStored),
    },
  ];
  return (
    <FactTable
      label={t('admin.capture.clusters')}
      columns={columns}
      rows={clusters}
      rowKey={({ name }) => name}
    />
  );
}

function NewRunCount({ cluster }: { readonly cluster: ClusterHealth }) {
  const t = useTexts();
  const format = useFormat();
  const { runs } = clusterFigures(cluster);
  if (!runs) {
    return <>–</>;
  }
  return (
    <>
      {t('admin.capture.runs', {
        stored: format.number(runs.stored),
        seen: format.number(runs.seen),
      })}{' '}
      <Time value={runs.since} />
    </>
  );
}
