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

import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type {
  RunDetails,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { LiveState } from '../data';
import { KeyList } from '../keys';
import { useDocumentTitle } from '../page';
import { LiveIndicator, runTitle } from '../runs';
import { LoadingLines } from '../states';
import { LegendButton } from '../status';
import { useTexts } from '../translation';
import { TabBoundary } from './boundary';
import { EventsTab } from './events';
import { CaptureNotes, FailureBox } from './failure';
import { RunActions, RunFacts, RunHeader } from './header';
import { InputsTab } from './inputs';
import { keyedTasks, RUN_TABS, useRunLocation } from './location';
import { runOrigin, useRunObject } from './object';
import { Overview } from './overview';
import { PinButton } from './pin';
import { RelatedTab } from './related';
import styles from './RunPage.module.css';
import { useEndAnnouncement } from './useEndAnnouncement';
import { useFocusAtTab } from './useFocusAtTab';
import { useKeyTexts } from './useKeyTexts';
import { useRunKeys } from './useRunKeys';
import { useTabInView } from './useTabInView';
import { YamlTab } from './yaml';

const RunLogs = lazy(async () => ({
  default: (await import('../logs')).RunLogs,
}));

const tallTab = `${styles.tab} ${styles.tall}`;

/** Props of {@link RunView}. */
export interface RunViewProps {
  readonly details: RunDetails;
  /** The run that this one belongs to. */
  readonly parent?: RunSummary;
  /** How it is kept up to date; absent where nothing more is to come. */
  readonly live?: LiveState;
  readonly retry: () => void;
}

/** Everything that is known of a run. */
export function RunView(props: RunViewProps) {
  const { details, parent, live, retry } = props;
  const t = useTexts();
  const { run, capture, pin, keeping, links } = details;
  const location = useRunLocation();
  const { tab } = location.location;
  const tasks = useMemo(() => keyedTasks(details.tasks), [details.tasks]);
  const version = capture.lastStoredAt;
  const object = useRunObject(run, version);
  const origin = useMemo(
    () => object.value && runOrigin(object.value),
    [object.value],
  );
  const region = useRef<HTMLDivElement>(null);
  const tabList = useRef<HTMLDivElement>(null);
  const [keysShown, setKeysShown] = useState(false);
  const showKeys = () => setKeysShown(true);

  useDocumentTitle(runTitle(run));
  useEndAnnouncement(run);
  useTabInView(tabList, tab);
  useFocusAtTab(tabList, tab);
  const isNew = useRef(true);
  useEffect(() => {
    isNew.current = isNew.current && tab === RUN_TABS[0];
  }, [tab]);
  useRunKeys({ region, run, tasks, location, showKeys });
  const ofObject = { run, tasks, object, version, location };

  return (
    // Not a stop for Tab: a click beside the controls must not turn the keys off.
    <div ref={region} className={styles.view} tabIndex={-1}>
      <RunHeader run={run}>
        {live && <LiveIndicator state={live} retry={retry} />}
        <LegendButton />
        <PinButton details={details} onChanged={retry} />
        <RunActions run={run} onShowKeys={showKeys} />
      </RunHeader>
      <FailureBox
        details={details}
        parent={parent}
        tasks={tasks}
        object={object.value}
        location={location}
      />
      <CaptureNotes capture={capture} />
      <RunFacts
        run={run}
        capture={capture}
        pin={pin}
        keeping={keeping}
        links={links}
        origin={origin}
      />
      <Tabs
        selectedKey={tab}
        onSelectionChange={key => {
          if (key !== tab) {
            location.goTo({ tab: String(key) });
          }
        }}
      >
        <div ref={tabList} className={styles.tabList}>
          <TabList aria-label={t('run.tabs')}>
            {RUN_TABS.map(name => (
              <Tab key={name} id={name}>
                {t(`run.tab.${name}`)}
              </Tab>
            ))}
          </TabList>
        </div>
        <TabPanel id="overview" className={styles.tab}>
          <TabBoundary>
            <Overview {...ofObject} isNew={isNew} />
          </TabBoundary>
        </TabPanel>
        <TabPanel id="logs" className={tallTab}>
          <TabBoundary>
            <Suspense
              fallback={<LoadingLines label={t('run.loadingLogs')} lines={4} />}
            >
              <RunLogs run={run} tasks={tasks} location={location} />
            </Suspense>
          </TabBoundary>
        </TabPanel>
        <TabPanel id="inputs" className={tallTab}>
          <TabBoundary>
            <InputsTab {...ofObject} />
          </TabBoundary>
        </TabPanel>
        <TabPanel id="yaml" className={tallTab}>
          <TabBoundary>
            <YamlTab {...ofObject} />
          </TabBoundary>
        </TabPanel>
        <TabPanel id="events" className={tallTab}>
          <TabBoundary>
            <EventsTab details={details} location={location} />
          </TabBoundary>
        </TabPanel>
        <TabPanel id="related" className={tallTab}>
          <TabBoundary>
            <RelatedTab run={run} tasks={tasks} result={capture.result} />
          </TabBoundary>
        </TabPanel>
      </Tabs>
      <KeyList
        isOpen={keysShown}
        onClose={() => setKeysShown(false)}
        keys={useKeyTexts()}
      />
    </div>
  );
}
