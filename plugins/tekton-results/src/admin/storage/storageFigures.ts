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

import type { StorageAmount } from 'backstage-plugin-tekton-results-common';

const DAY_MS = 86_400_000;

/** What follows from how much is stored. */
export interface StorageFigures {
  /** Bytes that were added a day, over the last 7 and 30 days. */
  readonly perDay: { readonly week: number; readonly month: number };
  /** Of what may be stored, from 0; absent without a limit. */
  readonly share?: number;
  /**
   * After how many ms the limit is reached, at the pace of the last week; absent if it
   * is reached, or will not be.
   */
  readonly fullAfterMs?: number;
}

/** How fast what is stored grows, and how far that is from its limit. */
export function storageFigures(
  { bytes, addedBytes }: Pick<StorageAmount, 'bytes' | 'addedBytes'>,
  maxBytes: number | undefined,
): StorageFigures {
  const perDay = { week: addedBytes.week / 7, month: addedBytes.month / 30 };
  if (maxBytes === undefined) {
    return { perDay };
  }
  const left = maxBytes - bytes;
  return {
    perDay,
    share: bytes / maxBytes,
    ...(left > 0 &&
      perDay.week > 0 && { fullAfterMs: (left / perDay.week) * DAY_MS }),
  };
}
