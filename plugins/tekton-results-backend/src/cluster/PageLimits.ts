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

const SHRINK_FACTOR = 4;

/**
 * How many objects to ask for, where pages of the usual number turn out to be too
 * large. Holds until a list is over: the next may have other objects.
 */
export class PageLimits {
  private readonly limits = new Map<string, number>();

  /** How many to ask for of a kind of list, of the number that is wanted. */
  limit(list: string, wanted: number): number {
    return Math.min(wanted, this.limits.get(list) ?? wanted);
  }

  /**
   * A page of so many objects was too large.
   *
   * @returns whether fewer may be asked for
   */
  shrink(list: string, limit: number): boolean {
    this.limits.set(list, Math.max(Math.floor(limit / SHRINK_FACTOR), 1));
    return limit > 1;
  }

  /** A list was read to its end. */
  reset(list: string): void {
    this.limits.delete(list);
  }
}
