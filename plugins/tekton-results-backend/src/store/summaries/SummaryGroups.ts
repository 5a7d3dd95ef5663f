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

import type { SummaryGroup } from '../SummaryStore';
import { SummaryLimitError } from './SummaryLimitError';
import {
  EMPTY_PART,
  figuresOf,
  joinParts,
  type SummaryPart,
} from './SummaryPart';

/** An answer has no pages, so this bounds its size. */
export const MAX_GROUPS = 10_000;

/** Puts groups together from parts that come in any order. */
export class SummaryGroups {
  private readonly parts = new Map<SummaryGroup['value'], SummaryPart>();

  /** @throws SummaryLimitError if there are too many groups */
  add(value: SummaryGroup['value'], part: SummaryPart): void {
    const before = this.parts.get(value);
    if (before === undefined && this.parts.size === MAX_GROUPS) {
      throw new SummaryLimitError('groups');
    }
    this.parts.set(value, before ? joinParts(before, part) : part);
  }

  /** The groups as they are reported. */
  toList(options: { grouped: boolean; totalOnly: boolean }): SummaryGroup[] {
    if (!options.grouped && this.parts.size === 0) {
      this.add(null, EMPTY_PART);
    }
    return [...this.parts].map(([value, part]) => ({
      value,
      total: part.total,
      ...(!options.totalOnly && { figures: figuresOf(part) }),
    }));
  }
}
