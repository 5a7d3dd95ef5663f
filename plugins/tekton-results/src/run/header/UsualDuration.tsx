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

import {
  isFinished,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../../format';
import { comparison, RunDuration } from '../../runs';
import { useTexts } from '../../translation';
import styles from './RunFacts.module.css';
import { useUsualDuration } from './useUsualDuration';

/** Props of {@link UsualDuration}. */
export interface UsualDurationProps {
  readonly run: RunSummary;
}

/** How long a run took, and how long runs of its pipeline usually take. */
export function UsualDuration({ run }: UsualDurationProps) {
  const t = useTexts();
  const format = useFormat();
  const usual = useUsualDuration(run);

  return (
    <span>
      <RunDuration
        startedAt={run.startedAt}
        durationMs={run.durationMs}
        running={!isFinished(run.status)}
        usual={usual}
      />
      {usual && comparison(run.durationMs ?? 0, usual) && (
        <span className={styles.small}>
          {t('run.facts.usual', {
            duration: format.duration(usual.p50Ms),
            runs: format.number(usual.count),
          })}
        </span>
      )}
    </span>
  );
}
