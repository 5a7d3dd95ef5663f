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

/** Who commits. */
export const AUTHORS = [
  'a-lee',
  'm-okafor',
  's-novak',
  'j-garcia',
  'p-sato',
  'k-hansen',
  'r-iyer',
  'l-dubois',
  'renovate-bot',
];

/** What they say that they did. */
export const COMMIT_TITLES = [
  'Add discount codes',
  'Bump base image',
  'Fix rounding of totals',
  'Show delivery date in cart',
  'Speed up product search',
  'Remove unused feature flag',
  'Retry on gateway timeout',
  'Update dependencies',
  'Handle empty basket',
  'Translate error messages',
  'Move address check to the server',
  'Revert "Speed up product search"',
  'Log slow queries',
  'Add health check',
  'Make the footer sticky',
  'Validate postal codes',
];

/** Where they work before it is merged. */
export const FEATURE_BRANCHES = [
  'feat/discounts',
  'feat/delivery-date',
  'feat/search-speed',
  'fix/rounding',
  'fix/empty-basket',
  'fix/timeout-retry',
  'chore/dependencies',
  'chore/remove-flag',
  'docs/readme',
];
