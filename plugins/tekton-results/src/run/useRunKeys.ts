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

import { useApi } from '@backstage/core-plugin-api';
import type {
  RelatedRuns,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import type { RefObject } from 'react';
import { useNavigate } from 'react-router-dom';
import { tektonResultsApiRef } from '../api';
import { useShortcuts } from '../keys';
import { useAnnounce } from '../page';
import { runPath } from '../routing';
import { useTexts } from '../translation';
import { nextFailedTask } from './failedTasks';
import type { KeyedTask, RunLocationState, RunTab } from './location';

const TAB_KEYS: Record<string, RunTab> = {
  'g o': 'overview',
  'g l': 'logs',
  'g i': 'inputs',
  'g y': 'yaml',
  'g e': 'events',
  'g r': 'related',
};

/** The keys of the page of a run, wherever on it the focus is. */
export function useRunKeys(options: {
  readonly region: RefObject<HTMLElement>;
  readonly run: RunSummary;
  readonly tasks: readonly KeyedTask[];
  readonly location: RunLocationState;
  readonly showKeys: () => void;
}): void {
  const { region, run, tasks, location, showKeys } = options;
  const t = useTexts();
  const api = useApi(tektonResultsApiRef);
  const navigate = useNavigate();
  const announce = useAnnounce();

  const goToFailure = (step: 1 | -1) => {
    const failed = nextFailedTask(tasks, location.location.task, step);
    if (failed) {
      location.goTo({ task: failed.key, attempt: null });
      announce(t('run.keys.atFailure', { task: failed.task.name }));
    } else {
      announce(t('run.keys.noFailure'));
    }
  };
  const goToRun = async (which: keyof RelatedRuns & ('previous' | 'next')) => {
    try {
      const { [which]: other } = await api.getRelatedRuns(run);
      if (other) {
        navigate(`../${runPath(other)}`);
      } else {
        announce(t(`run.keys.no.${which}`));
      }
    } catch {
      announce(t('error.relatedTitle'));
    }
  };

  // The logs go from failed line to failed line themselves.
  const inLogs = location.location.tab === 'logs';
  useShortcuts(region, [
    ...(inLogs
      ? []
      : [
          { keys: 'f', run: () => goToFailure(1) },
          { keys: 'F', run: () => goToFailure(-1) },
        ]),
    { keys: '[', run: () => goToRun('previous') },
    { keys: ']', run: () => goToRun('next') },
    ...Object.entries(TAB_KEYS).map(([keys, tab]) => ({
      keys,
      run: () => location.goTo({ tab }),
    })),
    { keys: '?', run: showKeys },
  ]);
}
