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

import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { useTexts } from '../../translation';
import type { MutableRefObject } from 'react';
import type { PolledRequest } from '../../data';
import {
  findTask,
  RUN_VIEWS,
  type KeyedTask,
  type RunLocationState,
} from '../location';
import type { JsonObject } from '../object';
import { TaskPanel } from '../task';
import { TaskTable } from '../tasks';
import { Waterfall } from '../waterfall';
import styles from './Overview.module.css';
import { usePanelFocus } from './usePanelFocus';
import { usePanelInView } from './usePanelInView';

/** Props of {@link Overview}. */
export interface OverviewProps {
  readonly run: RunSummary;
  readonly tasks: readonly KeyedTask[];
  /** The object of the run itself. */
  readonly object: PolledRequest<JsonObject | undefined>;
  readonly version: string;
  readonly location: RunLocationState;
  /** Whether the page was opened with it a moment ago. */
  readonly isNew: MutableRefObject<boolean>;
}

/** The tasks of a run as a waterfall or a table, with the one that is selected. */
export function Overview(props: OverviewProps) {
  const { run, tasks, object, version, location, isNew } = props;
  const t = useTexts();
  const { view } = location.location;
  const selected = findTask(tasks, location.location.task);
  const { heading, area } = usePanelFocus(selected?.key);
  usePanelInView(heading, isNew);

  return (
    <div className={styles.overview}>
      <ToggleButtonGroup
        aria-label={t('run.views')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={keys =>
          location.goTo({ view: String([...keys][0]) })
        }
      >
        {RUN_VIEWS.map(name => (
          <ToggleButton key={name} id={name} size="small">
            {t(`run.view.${name}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <div className={selected ? styles.withPanel : styles.alone}>
        <div ref={area} className={styles.area}>
          {view === 'waterfall' ? (
            <Waterfall run={run} tasks={tasks} location={location} />
          ) : (
            <TaskTable
              tasks={tasks}
              selectedKey={selected?.key}
              location={location}
            />
          )}
        </div>
        {selected && (
          <TaskPanel
            headingRef={heading}
            run={run}
            keyed={selected}
            object={object}
            version={version}
            location={location}
            onClose={() => location.goTo({ task: null, zoom: null })}
          />
        )}
      </div>
    </div>
  );
}
