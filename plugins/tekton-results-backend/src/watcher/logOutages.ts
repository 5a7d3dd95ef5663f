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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { ClusterError } from '../cluster';
import type { ResourceMonitor } from './CaptureMonitor';

/**
 * Tells in the log when a resource of a cluster begins to fail, for which kind of
 * reason, and when it is well again; nothing of the attempts between.
 *
 * Connections are cut every now and then. So long as the next attempt succeeds,
 * that is no outage.
 */
export function logOutages(options: {
  monitor: ResourceMonitor;
  /** What is read, as in `pipelineruns of cluster prod`. */
  what: string;
  logger: LoggerService;
}): ResourceMonitor {
  const { monitor, what, logger } = options;
  let failures = 0;
  /** The code of what is wrong as the log has it. */
  let told: string | undefined;

  const well = () => {
    if (told !== undefined) {
      logger.info(`The cluster lets ${what} be read again`);
    }
    failures = 0;
    told = undefined;
  };
  return {
    ...monitor,
    failing: error => {
      monitor.failing(error);
      const code = error instanceof ClusterError ? error.code : 'clusterError';
      failures += 1;
      const mayBeCut = code === 'unreachable' && failures === 1;
      if (code !== told && !mayBeCut) {
        told = code;
        logger.warn(
          `Cannot read ${what}, and tries again until it can: ${
            toError(error).message
          }`,
          { code },
        );
      }
    },
    listed: () => {
      monitor.listed();
      well();
    },
    watching: () => {
      monitor.watching();
      well();
    },
    off: reason => {
      monitor.off(reason);
      if (told !== 'off') {
        told = 'off';
        logger.info(`Does not read ${what}: ${toError(reason).message}`);
      }
    },
  };
}
