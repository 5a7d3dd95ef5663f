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

import { useTexts } from '../../translation';
import {
  runParams,
  runResults,
  runWorkspaces,
  sidecars,
  stepImages,
  type JsonObject,
} from '../object';
import { FactTable } from './FactTable';
import styles from './Inputs.module.css';
import { resultConsumers } from './resultConsumers';
import { ValueView } from './ValueView';

/** Props of {@link InputsAndOutputs}. */
export interface InputsAndOutputsProps {
  /** The object of a run of any kind. */
  readonly object: JsonObject;
  /** The object of the PipelineRun that the run belongs to. */
  readonly pipelineRun?: JsonObject;
  /** Name of the run's task in its pipeline. */
  readonly task?: string;
  /** Number of the attempt whose images are shown; the last if absent. */
  readonly attempt?: number;
}

/** What a run was given and what it gave. */
export function InputsAndOutputs(props: InputsAndOutputsProps) {
  const { object, pipelineRun, task, attempt } = props;
  const t = useTexts();
  const consumers =
    pipelineRun && task ? resultConsumers(pipelineRun, task) : undefined;
  const hasSteps = object.kind === 'TaskRun';
  const sidecarNames = hasSteps ? sidecars(object) : [];

  return (
    <div className={styles.sections}>
      <FactTable
        title={t('inputs.params')}
        empty={t('inputs.noParams')}
        columns={[t('inputs.name'), t('inputs.value'), t('inputs.origin')]}
        rows={runParams(object).map(({ name, value, origin }) => ({
          key: name,
          cells: [
            <code key="name">{name}</code>,
            <ValueView key="value" name={name} value={value} />,
            t(`inputs.from.${origin}`),
          ],
        }))}
      />
      <FactTable
        title={t('inputs.results')}
        empty={t('inputs.noResults')}
        columns={[
          t('inputs.name'),
          t('inputs.value'),
          ...(consumers ? [t('inputs.consumers')] : []),
        ]}
        rows={runResults(object).map(({ name, value }) => ({
          key: name,
          cells: [
            <code key="name">{name}</code>,
            <ValueView key="value" name={name} value={value} />,
            ...(consumers ? [consumers.get(name)?.join(', ') ?? '–'] : []),
          ],
        }))}
      />
      <FactTable
        title={t('inputs.workspaces')}
        empty={t('inputs.noWorkspaces')}
        columns={[
          t('inputs.name'),
          t('inputs.binding'),
          t('inputs.source'),
          t('inputs.subPath'),
          t('inputs.usedBy'),
        ]}
        rows={runWorkspaces(object).map(
          ({ name, binding, source, subPath, usedBy }) => ({
            key: name,
            cells: [
              <code key="name">{name}</code>,
              binding ?? '–',
              source ?? '–',
              subPath ?? '–',
              usedBy.join(', ') || '–',
            ],
          }),
        )}
      />
      {hasSteps && (
        <FactTable
          title={t('inputs.images')}
          empty={t('inputs.noImages')}
          columns={[
            t('inputs.step'),
            t('inputs.image'),
            t('inputs.imageDigest'),
          ]}
          rows={stepImages(object, attempt).map(({ step, image, imageId }) => ({
            key: step,
            cells: [
              <code key="step">{step}</code>,
              <code key="image">{image ?? '–'}</code>,
              <code key="id">{imageId ?? '–'}</code>,
            ],
          }))}
        />
      )}
      {sidecarNames.length > 0 && (
        <section className={styles.section}>
          <h4 className={styles.heading}>{t('inputs.sidecars')}</h4>
          <p className={styles.muted}>{sidecarNames.join(', ')}</p>
        </section>
      )}
    </div>
  );
}
