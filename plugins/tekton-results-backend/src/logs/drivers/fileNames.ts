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

/** No file system takes longer names of files. */
const MAX_NAME_LENGTH = 200;

/** What is in names of ours, and never in a key. */
const MARK = '%';
const MORE = `${MARK}+`;
const EMPTY = MARK;
const ESCAPED_DOT = `${MARK}2E`;
const FILE_ENDING = '.gz';

/** Where uploads are until they are whole. No key leads there. */
export const UPLOADS_FOLDER = `${MARK}uploads`;

/**
 * The names of the folders and of the file of a key. They never lead out of the
 * folder that they are in, and no key makes a folder of what is another's file:
 * files end in `.gz` or in `%`, folders in neither.
 */
export function pathOfKey(key: string): string[] {
  const parts = key.split('/').flatMap(namesOfPart);
  const file = parts.pop() ?? EMPTY;
  return [...parts.map(folderName), fileName(file)];
}

/** The key of such names; undefined if no key has them. */
export function keyOfPath(names: readonly string[]): string | undefined {
  const parts: string[] = [];
  let pending = '';
  names.forEach((name, index) => {
    const isFile = index === names.length - 1;
    const plain = isFile ? plainFileName(name) : plainFolderName(name);
    if (plain.endsWith(MORE)) {
      pending += plain.slice(0, -MORE.length);
    } else {
      parts.push(pending + partOfName(plain));
      pending = '';
    }
  });
  const key = parts.join('/');
  const again = pathOfKey(key);
  return again.length === names.length &&
    again.every((name, index) => name === names[index])
    ? key
    : undefined;
}

/** What the names of all keys begin with that begin so; more keys may as well. */
export function foldersOfPrefix(prefix: string): string[] {
  return prefix.split('/').slice(0, -1).flatMap(namesOfPart).map(folderName);
}

function namesOfPart(part: string): string[] {
  const names: string[] = [];
  let rest = part;
  while (rest.length > MAX_NAME_LENGTH) {
    names.push(rest.slice(0, MAX_NAME_LENGTH) + MORE);
    rest = rest.slice(MAX_NAME_LENGTH);
  }
  return [...names, nameOfRest(rest)];
}

function nameOfRest(rest: string): string {
  if (rest === '') {
    return EMPTY;
  }
  return rest === '.' || rest === '..' ? ESCAPED_DOT.repeat(rest.length) : rest;
}

function partOfName(name: string): string {
  return name === EMPTY ? '' : name.replaceAll(ESCAPED_DOT, '.');
}

function fileName(name: string): string {
  return name.endsWith(FILE_ENDING) ? name : name + MARK;
}

function plainFileName(name: string): string {
  return name.endsWith(FILE_ENDING) ? name : name.slice(0, -MARK.length);
}

/** A name of more than one part ends in `%+`, which is no ending of files. */
function folderName(name: string): string {
  return name.endsWith(FILE_ENDING) || name.endsWith(MARK)
    ? `${name}${MARK}d`
    : name;
}

function plainFolderName(name: string): string {
  return name.endsWith(`${MARK}d`) ? name.slice(0, -2) : name;
}
