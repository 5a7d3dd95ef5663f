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
  exportsOf,
  type LogDriverFactory,
} from 'backstage-plugin-tekton-results-node';
import { readS3Settings } from './readS3Settings';

/** Keeps logs in a bucket of S3, or of a store that speaks its protocol. */
export const s3LogDriverFactory: LogDriverFactory = {
  name: 's3',
  logType: 'S3',
  async create({ config }) {
    const settings = readS3Settings(config);
    // The SDK takes tens of MB: only for those who use it.
    const { S3LogDriver } = exportsOf(await import('./S3LogDriver'));
    return new S3LogDriver(settings);
  },
};
