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
import { parseFilter } from '../Filter';
import { requiredValue } from './requiredValue';

describe('the value that a filter asks of a variable', () => {
  it.each([
    ['data_type == PIPELINE_RUN', 'tekton.dev/v1.PipelineRun'],
    ['"a" == data_type', 'a'],
    ['parent == "p" && data_type == "a"', 'a'],
    ['data_type != "a"', undefined],
    ['data_type == "a" || data_type == "b"', undefined],
    ['data_type == parent', undefined],
    ['data.kind == "a"', undefined],
  ])('%s', (text, value) => {
    const { expression } = parseFilter(text, 'records')!;
    expect(requiredValue(expression, 'data_type')).toBe(value);
  });

  it.each([
    ['data.metadata.labels["app"] == "a"', 'a'],
    ['"a" == data.metadata.labels.app && data_type == "b"', 'a'],
    ['data.metadata.labels["app"] != "a"', undefined],
    ['data.metadata.labels["other"] == "a"', undefined],
  ])('at a path: %s', (text, value) => {
    const { expression } = parseFilter(text, 'records')!;
    expect(requiredValue(expression, ['metadata', 'labels', 'app'])).toBe(
      value,
    );
  });
});
