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

/*
 * Reads the installation instructions of a README, so that what is tried is
 * what it says: the lines of its `sh` blocks, and what its `ts`, `tsx` and
 * `yaml` blocks put into the file that their first line names.
 */

/**
 * The code blocks below a heading, up to the next heading of its level or above.
 *
 * @param {string} markdown
 * @param {string} [heading] such as `## Add it`; absent: all of the text
 * @returns {{ language: string, code: string }[]}
 * @throws if there is no such heading
 */
export function codeBlocks(markdown, heading) {
  const blocks = [];
  let inside = heading === undefined;
  let found = inside;
  /** @type {{ language: string, lines: string[] } | undefined} */
  let open;
  for (const line of markdown.split('\n')) {
    if (open) {
      if (line.startsWith('```')) {
        blocks.push({ language: open.language, code: open.lines.join('\n') });
        open = undefined;
      } else {
        open.lines.push(line);
      }
    } else if (heading !== undefined && line === heading) {
      inside = true;
      found = true;
    } else if (heading !== undefined && endsSection(line, heading)) {
      inside = false;
    } else if (inside && line.startsWith('```')) {
      open = { language: line.slice(3).trim(), lines: [] };
    }
  }
  if (!found) throw new Error(`There is no heading "${heading}"`);
  return blocks;
}

const depthOf = line => /^#+(?= )/.exec(line)?.[0].length;

function endsSection(line, heading) {
  const depth = depthOf(line);
  return depth !== undefined && depth <= depthOf(heading);
}

/**
 * The commands of `sh` blocks that begin with `yarn`, without that word and
 * without comments.
 *
 * @param {{ language: string, code: string }[]} blocks
 * @returns {string[][]}
 */
export function yarnCommands(blocks) {
  return blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n'))
    .map(line => line.replace(/\s+#.*$/, '').trim())
    .filter(line => line.startsWith('yarn '))
    .map(line => line.split(/\s+/).slice(1));
}

/**
 * What blocks of a language put into files.
 *
 * @param {{ language: string, code: string }[]} blocks
 * @param {string} language
 * @returns {{ file: string, code: string }[]} those whose first line is a
 *   comment that names a file
 */
export function fileBlocks(blocks, language) {
  return blocks
    .filter(block => block.language === language)
    .flatMap(({ code }) => {
      const [first, ...rest] = code.split('\n');
      const file = /^(?:\/\/|#) ([\w./-]+\.\w+)\b/.exec(first)?.[1];
      return file ? [{ file, code: rest.join('\n') }] : [];
    });
}

/**
 * The statements of a block, without comments between them. One ends with a
 * line that ends with a semicolon.
 *
 * @param {string} code
 * @returns {{ imports: string[], pieces: string[] }} `pieces` without the last
 *   semicolon if they are JSX, which has none where it is put
 */
export function statements(code) {
  const all = [];
  let lines = [];
  for (const line of code.split('\n')) {
    if (lines.length === 0 && /^\s*(\/\/.*)?$/.test(line)) continue;
    lines.push(line);
    if (line.endsWith(';')) {
      all.push(lines.join('\n'));
      lines = [];
    }
  }
  if (lines.length > 0) all.push(lines.join('\n'));
  const isImport = statement => /^import\s/.test(statement);
  return {
    imports: all.filter(isImport),
    pieces: all
      .filter(statement => !isImport(statement))
      .map(piece => (piece.startsWith('<') ? piece.replace(/;$/, '') : piece)),
  };
}
