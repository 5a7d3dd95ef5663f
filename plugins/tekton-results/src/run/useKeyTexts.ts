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

import { useTexts } from '../translation';

/** The keys of the page of a run and what they do. */
export function useKeyTexts(): ReadonlyArray<readonly [string, string]> {
  const t = useTexts();
  return [
    ['f', t('run.keys.nextFailure')],
    ['F', t('run.keys.previousFailure')],
    ['[', t('run.keys.older')],
    [']', t('run.keys.newer')],
    ['j k', t('run.keys.move')],
    ['← →', t('run.keys.fold')],
    ['Enter', t('run.keys.open')],
    ['/', t('run.keys.find')],
    ['Ctrl+F', t('run.keys.find')],
    ['w', t('run.keys.wrap')],
    ['t', t('run.keys.times')],
    ['End', t('run.keys.end')],
    ['g o', t('run.tab.overview')],
    ['g l', t('run.tab.logs')],
    ['g i', t('run.tab.inputs')],
    ['g y', t('run.tab.yaml')],
    ['g e', t('run.tab.events')],
    ['g r', t('run.tab.related')],
    ['?', t('keys.title')],
  ];
}
