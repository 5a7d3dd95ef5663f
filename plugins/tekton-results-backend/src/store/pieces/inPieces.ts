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

import type { Knex } from 'knex';
import { engineOf } from '../filters/engine';
import { PieceSize, type PieceSizeOptions } from './PieceSize';

/** Does work with each piece of a list, one after another, see {@link PieceSize}. */
export async function inPieces<T>(
  db: Knex,
  items: readonly T[],
  options: PieceSizeOptions & { work: (piece: T[]) => Promise<void> },
): Promise<void> {
  const { work, ...sizes } = options;
  const size = new PieceSize(engineOf(db), sizes);
  for (let start = 0; start < items.length; ) {
    const piece = items.slice(start, start + size.rows);
    await size.time(() => work(piece));
    start += piece.length;
    size.next();
  }
}
