#!/usr/bin/env node
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

// Starts the example cluster alone; arguments are passed on to it.
import { exampleClusterArgs } from './lib/exampleCluster.mjs';
import {
  ended,
  onStopSignal,
  startGroup,
  stopGroup,
} from './lib/processGroup.mjs';

const child = startGroup(
  process.execPath,
  exampleClusterArgs(process.argv.slice(2)),
  { stdio: 'inherit' },
);
onStopSignal(signal => stopGroup(child, signal));
const { code } = await ended(child);
process.exit(code ?? 1);
