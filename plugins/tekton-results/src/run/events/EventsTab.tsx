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
import {
  FAILED_STATUSES,
  type RunDetails,
} from 'backstage-plugin-tekton-results-common';
import { Time } from '../../format';
import { ErrorState, LoadingLines, Notice, RefreshWarning } from '../../states';
import { useTexts } from '../../translation';
import type { RunLocationState } from '../location';
import styles from './Events.module.css';
import { EventTable } from './EventTable';
import { useRunEvents } from './useRunEvents';

const CHOICES = ['all', 'warnings'] as const;

/** Props of {@link EventsTab}. */
export interface EventsTabProps {
  readonly details: RunDetails;
  readonly location: RunLocationState;
}

/** The events of a run and its pods; of a failed run the warnings first. */
export function EventsTab({ details, location }: EventsTabProps) {
  const t = useTexts();
  const { run, capture } = details;
  const { value, loading, error, retry } = useRunEvents(run);
  const standard = FAILED_STATUSES.includes(run.status) ? 'warnings' : 'all';
  const asked = location.params.get('events');
  const choice = CHOICES.find(name => name === asked) ?? standard;
  const gap = capture.gaps?.find(({ what }) => what === 'events');

  if (loading) {
    return <LoadingLines label={t('events.loading')} />;
  }
  if (!value) {
    return (
      <ErrorState
        title={t('error.eventsTitle')}
        error={error ?? new Error(t('error.eventsTitle'))}
        retry={retry}
      />
    );
  }
  if (value.items.length === 0 && gap) {
    return (
      <Notice title={t('run.gap.events')}>
        <p lang="en">{gap.reason}</p>
        <p>
          {t('logs.since')} <Time value={gap.since} />
        </p>
      </Notice>
    );
  }
  if (value.items.length === 0) {
    return (
      <Notice title={t('events.none')}>
        <p>{t('events.noneHint')}</p>
        <p>
          <code>tektonResults.watcher.storeEvents</code>
        </p>
      </Notice>
    );
  }
  const warnings = value.items.filter(({ type }) => type === 'Warning');
  const shown = choice === 'warnings' ? warnings : value.items;
  return (
    <div className={styles.events}>
      {error && <RefreshWarning retry={retry} />}
      <ToggleButtonGroup
        aria-label={t('events.show')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[choice]}
        onSelectionChange={keys => {
          const name = String([...keys][0]);
          location.goTo({ events: name === standard ? null : name });
        }}
      >
        <ToggleButton id="all" size="small">
          {t('events.all', { count: value.items.length })}
        </ToggleButton>
        <ToggleButton id="warnings" size="small">
          {t('events.warnings', { count: warnings.length })}
        </ToggleButton>
      </ToggleButtonGroup>
      {value.more && <p className={styles.note}>{t('events.more')}</p>}
      {shown.length === 0 ? (
        <p className={styles.note}>{t('events.noWarnings')}</p>
      ) : (
        <EventTable events={shown} />
      )}
    </div>
  );
}
