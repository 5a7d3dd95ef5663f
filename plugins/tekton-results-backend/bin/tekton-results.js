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

const { existsSync } = require('fs');
const { resolve } = require('path');

// Published packages hold what is built, and no sources.
const fromSource = existsSync(resolve(__dirname, '../src'));
if (fromSource) {
  require('@backstage/cli/config/nodeTransform.cjs');
}
const { runCommand } = require(fromSource
  ? '../src/commands'
  : '../dist/commands.cjs.js');

runCommand(process.argv.slice(2)).then(code => process.exit(code));
