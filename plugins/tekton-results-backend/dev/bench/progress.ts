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

import { Presets, SingleBar } from 'cli-progress';

/** What is measured meanwhile has the processor. */
const DRAWN_PER_SECOND = 2;
/** Where there is no terminal. */
const LINE_EVERY_MS = 10_000;

/** How far something has come. */
export interface Progress {
  update(done: number): void;
  end(): void;
}

/** Shows how far something has come, as a bar on standard error. */
export function startProgress(title: string, total: number): Progress {
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage} % | {value} of {total} | {duration_formatted}, some {eta_formatted} to go`,
      stream: process.stderr,
      fps: DRAWN_PER_SECOND,
      noTTYOutput: true,
      notTTYSchedule: LINE_EVERY_MS,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    update: done => bar.update(Math.min(done, total)),
    end: () => bar.stop(),
  };
}

/** Items one after the other, and how many of them are done. */
export function* withProgress<Item>(
  title: string,
  items: readonly Item[],
): Generator<Item, void> {
  const progress = startProgress(title, items.length);
  try {
    for (const [index, item] of items.entries()) {
      progress.update(index);
      yield item;
    }
    progress.update(items.length);
  } finally {
    progress.end();
  }
}
