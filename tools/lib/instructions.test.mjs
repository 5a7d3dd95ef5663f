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
import {
  codeBlocks,
  fileBlocks,
  statements,
  yarnCommands,
} from './instructions.mjs';

const MARKDOWN = `# Title

\`\`\`sh
yarn elsewhere
\`\`\`

## Add it

\`\`\`sh
node tools/run.mjs pack:into ../portal  # builds
yarn workspace backend add a@^0.1.0 # the backend
# no heading
\`\`\`

### With more

\`\`\`ts
// packages/backend/src/index.ts
backend.add(import('a'));
\`\`\`

## Next

\`\`\`ts
// packages/backend/src/index.ts
backend.add(import('b'));
\`\`\`
`;

describe('the code blocks of a text', () => {
  it('are those below a heading, with what is below its own headings', () => {
    const blocks = codeBlocks(MARKDOWN, '## Add it');
    assert.deepEqual(
      blocks.map(({ language }) => language),
      ['sh', 'ts'],
    );
    assert.deepEqual(yarnCommands(blocks), [
      ['workspace', 'backend', 'add', 'a@^0.1.0'],
    ]);
    assert.deepEqual(fileBlocks(blocks, 'ts'), [
      {
        file: 'packages/backend/src/index.ts',
        code: "backend.add(import('a'));",
      },
    ]);
  });

  it('are all without a heading', () => {
    assert.equal(codeBlocks(MARKDOWN).length, 4);
  });

  it('are not looked for below a heading that is not there', () => {
    assert.throws(
      () => codeBlocks(MARKDOWN, '## Gone'),
      /There is no heading "## Gone"/,
    );
  });

  it('count for a file only if they name it', () => {
    const block = { language: 'yaml', code: 'a: 1' };
    const named = {
      language: 'yaml',
      code: '# app-config.yaml; for all\na: 1',
    };
    assert.deepEqual(fileBlocks([block, named], 'yaml'), [
      { file: 'app-config.yaml', code: 'a: 1' },
    ]);
  });
});

describe('the statements of a block', () => {
  it('are told apart, without comments and blank lines', () => {
    const code = `import {
  A,
} from 'a';

<Route
  path="/a"
/>;

// on the overview
<B>
  <C />
</B>;`;
    assert.deepEqual(statements(code), {
      imports: ["import {\n  A,\n} from 'a';"],
      pieces: ['<Route\n  path="/a"\n/>', '<B>\n  <C />\n</B>'],
    });
  });

  it('keep the semicolon where they are no JSX', () => {
    assert.deepEqual(
      statements("backend.add(import('a'));\nbackend.add(\n  import('b'),\n);")
        .pieces,
      ["backend.add(import('a'));", "backend.add(\n  import('b'),\n);"],
    );
  });
});
