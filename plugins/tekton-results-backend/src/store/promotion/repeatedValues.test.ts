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
import { sourceUrl, withoutRepeats } from './repeatedValues';

const NONE = {
  source_url: null,
  source_repository: null,
  source_revision: null,
  label_pipeline_run_uid: null,
  owner_run_uid: null,
};
const REPOSITORY = 'https://git.example/acme/shop';

describe('what a Record says once', () => {
  it.each([
    ['uid', 'uid', '='],
    ['uid', 'other', 'uid'],
    ['uid', null, 'uid'],
    [null, 'uid', null],
    [null, null, null],
    ['=', 'uid', null],
  ])('is the label %j beside %j as %j', (label, owner, short) => {
    const columns = {
      ...NONE,
      label_pipeline_run_uid: label,
      owner_run_uid: owner,
    };
    expect(withoutRepeats(columns)).toEqual({
      ...columns,
      label_pipeline_run_uid: short,
    });
  });

  it.each<[string, string | null, string | null, string]>([
    [`${REPOSITORY}/commit/abc`, REPOSITORY, 'abc', '=/commit/='],
    [`${REPOSITORY}/commit/abcdef`, REPOSITORY, 'abc', '=/commit/abcdef'],
    [`${REPOSITORY}/commit/abc`, REPOSITORY, null, '=/commit/abc'],
    [`${REPOSITORY}/commit/abc`, REPOSITORY, '', '=/commit/abc'],
    [`${REPOSITORY}abc`, REPOSITORY, 'abc', '=='],
    [REPOSITORY, REPOSITORY, 'abc', '='],
    [`${REPOSITORY}?q=`, REPOSITORY, 'abc', `${REPOSITORY}?q=`],
    ['https://g/\u{1f680}', 'https://g/\ud83d', null, 'https://g/\u{1f680}'],
    [`${REPOSITORY}?q=`, null, null, `${REPOSITORY}?q=`],
    [
      'https://elsewhere.example',
      REPOSITORY,
      'abc',
      'https://elsewhere.example',
    ],
  ])('is the URL %s of %s at %s as %s', (url, repository, revision, short) => {
    const columns = {
      ...NONE,
      source_url: url,
      source_repository: repository,
      source_revision: revision,
    };
    const stored = withoutRepeats(columns);
    expect(stored).toEqual({ ...columns, source_url: short });
    expect(sourceUrl(stored)).toBe(url);
    expect(sourceUrl(columns)).toBe(url);
  });

  it('leaves out what cannot be a URL, and what is none', () => {
    for (const source_url of [null, '', '=x']) {
      const stored = withoutRepeats({ ...NONE, source_url });
      expect(stored.source_url).toBeNull();
      expect(sourceUrl(stored)).toBeNull();
    }
  });
});
