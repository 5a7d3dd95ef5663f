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
import type { Config } from '@backstage/config';
import { toError } from '@backstage/errors';
import type {
  LogDriver,
  LogDriverFactory,
} from 'backstage-plugin-tekton-results-node';
import type { ConfigProblem } from '../../config';
import { LogUnavailableError } from '../LogUnavailableError';

const PATH = 'tektonResults.logs';

/** A driver by its name. */
export interface NamedLogDriver {
  readonly name: string;
  /** As Tekton Results names such a place in Log records. */
  readonly logType: string;
  readonly driver: LogDriver;
}

type Entry = Omit<NamedLogDriver, 'driver'> &
  (
    | { readonly driver: LogDriver; readonly problem?: undefined }
    | { readonly driver?: undefined; readonly problem: string }
  );

/**
 * The drivers that keep logs: the one for new logs, and all others that are
 * configured, as they may hold old ones.
 */
export class LogDrivers {
  /**
   * Makes those that are configured. One that cannot be made is a problem, and
   * unavailable.
   *
   * @param options - `driver`: the one for new logs; `config`: the section with
   * the settings of each
   */
  static async create(options: {
    driver: string;
    config: Config | undefined;
    factories: readonly LogDriverFactory[];
    logger: LoggerService;
  }): Promise<{ drivers: LogDrivers; problems: ConfigProblem[] }> {
    const { driver, config, factories, logger } = options;
    const problems: ConfigProblem[] = [];
    const entries = new Map<string, Entry>();
    const configured = config?.keys() ?? [];
    for (const factory of factories) {
      const { name, logType } = factory;
      // The database is always there, and may hold what was kept before others were.
      if (name === driver || name === 'database' || configured.includes(name)) {
        try {
          const made = await factory.create({
            config: config?.getOptionalConfig(name),
            logger: logger.child({ logDriver: name }),
          });
          entries.set(name, { name, logType, driver: made });
        } catch (error) {
          const problem = toError(error).message;
          problems.push({ path: `${PATH}.drivers.${name}`, message: problem });
          entries.set(name, { name, logType, problem });
        }
      }
    }
    const known = factories.map(({ name }) => name);
    for (const name of configured.filter(item => !known.includes(item))) {
      problems.push({
        path: `${PATH}.drivers.${name}`,
        message: `is no log driver that is installed; those are ${known.join(
          ', ',
        )}`,
      });
    }
    if (!known.includes(driver)) {
      problems.push({
        path: `${PATH}.driver`,
        message: `'${driver}' is no log driver that is installed; those are ${known.join(
          ', ',
        )}`,
      });
    }
    return { drivers: new LogDrivers(driver, entries), problems };
  }

  private constructor(
    private readonly currentName: string,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Of all drivers that work. */
  get names(): readonly string[] {
    return [...this.entries.values()]
      .filter(({ driver }) => driver !== undefined)
      .map(({ name }) => name);
  }

  /** Of all that are configured, also those that could not be made. */
  get configuredNames(): readonly string[] {
    return [...this.entries.keys()];
  }

  /**
   * The driver for new logs.
   *
   * @throws LogUnavailableError if it could not be made
   */
  current(): NamedLogDriver {
    return this.named(this.currentName);
  }

  /** @throws LogUnavailableError if there is none of that name */
  get(name: string): LogDriver {
    return this.named(name).driver;
  }

  private named(wanted: string): NamedLogDriver {
    const entry = this.entries.get(wanted);
    if (!entry?.driver) {
      throw new LogUnavailableError(
        `The log driver '${wanted}' cannot be used: ${
          entry?.problem ??
          `set ${PATH}.drivers.${wanted}, and install its module`
        }`,
      );
    }
    const { name, logType, driver } = entry;
    return { name, logType, driver };
  }
}
