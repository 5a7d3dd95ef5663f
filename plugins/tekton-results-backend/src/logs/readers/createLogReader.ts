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

import { toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { LogDriver } from 'backstage-plugin-tekton-results-node';
import type { LogReaderConfig } from '../../logReadersConfig';
import { LogUnavailableError } from '../LogUnavailableError';
import { BlobReader } from './blob/BlobReader';
import type { LogReader } from './LogReader';
import { LokiReader } from './loki/LokiReader';
import { SplunkReader } from './splunk/SplunkReader';

/** A reader, which works unless there is a problem. */
export interface CreatedLogReader {
  readonly reader: LogReader;
  /** Why it cannot be used, if that was not known from its configuration. */
  readonly problem?: string;
}

/**
 * Makes the reader of a cluster whose logs others keep. It does not fail: what is
 * wrong is said when logs are read.
 */
export async function createLogReader(
  config: LogReaderConfig,
  options: {
    /**
     * Opens a log driver: with settings of its own or, if there are none, with
     * those of `tektonResults.logs.drivers`.
     */
    openDriver: (driver: {
      name: string;
      settings?: JsonObject;
    }) => Promise<LogDriver>;
  },
): Promise<CreatedLogReader> {
  switch (config.type) {
    case 'loki':
      return { reader: new LokiReader(config) };
    case 'splunk':
      return { reader: new SplunkReader(config) };
    case 'blob':
      try {
        const driver = await options.openDriver({
          name: config.driver,
          settings: config.settings as JsonObject | undefined,
        });
        return { reader: new BlobReader(config, { driver }) };
      } catch (error) {
        return {
          reader: failingReader(
            new LogUnavailableError(
              `The log driver '${config.driver}' cannot be used`,
              error,
            ),
          ),
          problem: toError(error).message,
        };
      }
    default:
      return {
        reader: failingReader(
          new LogUnavailableError(
            `The configuration is wrong, so logs cannot be read: ${config.message}`,
          ),
        ),
      };
  }
}

function failingReader(error: LogUnavailableError): LogReader {
  return {
    delayMs: 0,
    async read() {
      throw error;
    },
  };
}
