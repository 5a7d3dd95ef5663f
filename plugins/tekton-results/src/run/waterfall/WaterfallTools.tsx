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

import { Button } from '@backstage/ui';
import { RiZoomInLine, RiZoomOutLine } from '@remixicon/react';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../../format';
import { SelectField } from '../../page';
import { useTexts } from '../../translation';
import { taskTitle, type RunLocationState } from '../location';
import type { CriticalTimes } from './criticalTimes';
import { WATERFALL_FILTERS, type WaterfallFilter } from './waterfallRows';
import styles from './Waterfall.module.css';

/** Props of {@link WaterfallTools}. */
export interface WaterfallToolsProps {
  readonly run: RunSummary;
  /** Absent while the run goes on. */
  readonly critical?: CriticalTimes;
  readonly filter: WaterfallFilter;
  readonly zoom: boolean;
  readonly canZoom: boolean;
  readonly location: RunLocationState;
}

/** What the time went into in a line, and which tasks are shown. */
export function WaterfallTools(props: WaterfallToolsProps) {
  const { run, critical, filter, zoom, canZoom, location } = props;
  const t = useTexts();
  const format = useFormat();
  const longest = critical?.longest;

  return (
    <div className={styles.tools}>
      <p className={styles.summary}>
        {critical &&
          run.durationMs !== undefined &&
          critical.tasks.size > 0 && (
            <span>
              {t('waterfall.critical', {
                path: format.duration(critical.totalMs),
                total: format.duration(run.durationMs),
              })}
            </span>
          )}
        {longest && (
          <span>
            {t('waterfall.exclusive', {
              task: taskTitle(longest.task),
              duration: format.duration(longest.ms),
            })}
          </span>
        )}
      </p>
      <SelectField
        label={t('waterfall.show')}
        value={filter}
        options={WATERFALL_FILTERS.map(name => ({
          value: name,
          text: t(`waterfall.filter.${name}`),
        }))}
        onChange={name =>
          location.goTo({ show: name === WATERFALL_FILTERS[0] ? null : name })
        }
      />
      {(canZoom || zoom) && (
        <Button
          size="small"
          variant="tertiary"
          iconStart={zoom ? <RiZoomOutLine /> : <RiZoomInLine />}
          onPress={() => location.goTo({ zoom: zoom ? null : 'task' })}
        >
          {t(zoom ? 'waterfall.zoomOut' : 'waterfall.zoomIn')}
        </Button>
      )}
    </div>
  );
}
