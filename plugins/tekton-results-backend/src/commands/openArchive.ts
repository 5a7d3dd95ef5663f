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

import { DatabaseManager } from '@backstage/backend-defaults/database';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import type { LifecycleService } from '@backstage/backend-plugin-api';
import { ConfigSources } from '@backstage/config-loader';
import { TEKTON_RESULTS_PLUGIN_ID } from 'backstage-plugin-tekton-results-common';
import {
  readConfig,
  type ConfigProblem,
  type TektonResultsConfig,
} from '../config';
import { createStores, type Stores } from '../store';

/** The archive of a Backstage that need not be running. */
export interface OpenArchive {
  readonly stores: Stores;
  readonly config: TektonResultsConfig;
  /** Mistakes in the configuration. */
  readonly problems: readonly ConfigProblem[];
  close(): Promise<void>;
}

/**
 * Opens the database that the plugin uses, and migrates it if need be.
 *
 * @param options - `configFiles`: as for the backend; none: `app-config.yaml` and
 * `app-config.local.yaml`
 */
export async function openArchive(options: {
  configFiles: readonly string[];
  now?: () => number;
}): Promise<OpenArchive> {
  const rootConfig = await ConfigSources.toConfig(
    ConfigSources.default({
      argv: options.configFiles.flatMap(file => ['--config', file]),
    }),
  );
  const stopHooks: Array<() => void | Promise<void>> = [];
  const lifecycle: LifecycleService = {
    addStartupHook: () => {},
    addShutdownHook: hook => stopHooks.push(hook),
  };
  const logger = WinstonLogger.create({ level: 'warn' });
  const database = DatabaseManager.fromConfig(rootConfig).forPlugin(
    TEKTON_RESULTS_PLUGIN_ID,
    { logger, lifecycle },
  );
  const stores = await createStores({ database, logger, now: options.now });
  return {
    stores,
    ...readConfig(rootConfig),
    async close() {
      await stores.close();
      for (const hook of stopHooks) {
        await hook();
      }
      rootConfig.close();
    },
  };
}
