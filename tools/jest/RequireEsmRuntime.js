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

// Comes with jest, and has to be of its version.
const { default: JestRuntime } = require('jest-runtime');

/**
 * Lets CommonJS code `require` ES modules, as Node.js does from 22.12 on:
 * they are translated to CommonJS then. Jest refuses it as soon as
 * `--experimental-vm-modules` lets code `import()` ES modules, and we need
 * both. For packages of the backend; Backstage has the like for the frontend.
 * Can go when jest itself allows to require ES modules.
 */
module.exports = class RequireEsmRuntime extends JestRuntime {
  isRequiring = false;

  requireModule(...args) {
    const before = this.isRequiring;
    this.isRequiring = true;
    try {
      return super.requireModule(...args);
    } finally {
      this.isRequiring = before;
    }
  }

  unstable_shouldLoadAsEsm(...args) {
    return !this.isRequiring && super.unstable_shouldLoadAsEsm(...args);
  }
};
