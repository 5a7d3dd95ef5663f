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

import { readFileSync } from 'fs';
import { resolve } from 'path';
import { parse } from 'yaml';
import { readRetentionSettings } from './settings/readRetentionSettings';

const page = readFileSync(
  resolve(__dirname, '../../../../docs/retention.md'),
  'utf8',
);

/** The sections in the examples of the page. */
const sections = [...page.matchAll(/^```yaml\n(?<text>.*?)^```/gms)].map(
  ({ groups }): unknown => parse(groups?.text ?? '').tektonResults.retention,
);

describe('docs/retention.md', () => {
  it('has examples', () => {
    expect(sections).toHaveLength(2);
  });

  it.each(sections)('has no mistake in %j', section => {
    expect(readRetentionSettings(section)).toMatchObject({
      settings: { policies: expect.any(Array) },
      problems: [],
      warnings: [],
    });
  });
});
