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
import { isLong, piecesOf } from './pieces';

const KB = 1024;

describe('pieces of a text', () => {
  it('are needed beyond 24 kB', () => {
    expect(isLong(24 * KB)).toBe(false);
    expect(isLong(24 * KB + 1)).toBe(true);
  });

  it('cover all of it', () => {
    const pieces = piecesOf(60 * KB, 92 * KB);
    expect(pieces.map(({ start, end }) => [start / KB, end / KB])).toEqual([
      [0, 24],
      [24, 48],
      [48, 60],
    ]);
  });

  it('see what is at the same place of the dictionary, and some more', () => {
    const ends = piecesOf(60 * KB, 92 * KB).map(
      ({ dictionaryEnd }) => dictionaryEnd / KB,
    );
    expect(ends).toEqual([60, 84, 92]);
  });

  it('see less of a shorter dictionary', () => {
    const ends = piecesOf(48 * KB, 40 * KB).map(
      ({ dictionaryEnd }) => dictionaryEnd / KB,
    );
    expect(ends).toEqual([40, 40]);
  });
});
