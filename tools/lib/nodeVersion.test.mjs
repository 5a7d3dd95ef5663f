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

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isSupportedNode } from './nodeVersion.mjs';

it('supports Node.js 24, and 22 from 22.12 on', () => {
  const supported = ['v20.20.2', 'v22.11.0', 'v22.12.0', 'v23.5.0', 'v24.0.0'];
  assert.deepEqual(supported.filter(isSupportedNode), ['v22.12.0', 'v24.0.0']);
});
