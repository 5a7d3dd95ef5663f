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
import { describe, it } from 'node:test';
import { withCodeBefore, withImports } from './sourceEdits.mjs';

describe('adding to a source file', () => {
  it('puts imports first', () => {
    assert.equal(withImports('f();\n', ["import 'a';"]), "import 'a';\nf();\n");
  });

  it('puts code before each anchor', () => {
    assert.equal(
      withCodeBefore('<A>\n</A>\n<A>\n</A>', { anchor: '</A>', code: '<B />' }),
      '<A>\n<B />\n</A>\n<A>\n<B />\n</A>',
    );
  });

  it('adds nothing twice', () => {
    const source = 'add(a);\nstart();';
    assert.equal(
      withCodeBefore(source, { anchor: 'start();', code: 'add(a);' }),
      source,
    );
  });

  it('says which anchor is missing', () => {
    assert.throws(
      () => withCodeBefore('', { anchor: 'start();', code: 'add(a);' }),
      /no `start\(\);`/,
    );
  });
});
