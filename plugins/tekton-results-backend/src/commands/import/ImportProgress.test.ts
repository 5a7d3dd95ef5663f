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

import { ImportProgress } from './ImportProgress';
import { NO_COUNTS } from './ImportState';

const RECORDS = { parent: '-', kind: 'records' } as const;
const counts = (copied: number) => ({ ...NO_COUNTS, copied, logs: 1 });

it('stays on one line of a terminal', () => {
  const written: string[] = [];
  const progress = new ImportProgress({
    output: { isTTY: true, columns: 60, write: text => written.push(text) },
  });
  progress.show({ parent: 'shop', kind: 'results' }, counts(1_234));
  progress.show(RECORDS, counts(500), 2_000);
  progress.show(RECORDS, counts(2_001), 2_000);
  progress.note('something else');
  progress.clear();
  expect(written.join('').replaceAll('\r\u001b[K', '<')).toBe(
    [
      '<1,234 Results of shop',
      '<[#####...............] 25 %, 500 of 2,000 Records',
      '<[####################] 100 %, 2,001 of 2,000 Records',
      '<something else\n',
    ].join(''),
  );
});

it('cuts a line that does not fit', () => {
  const written: string[] = [];
  const progress = new ImportProgress({
    output: { isTTY: true, columns: 10, write: text => written.push(text) },
  });
  progress.show(RECORDS, counts(500), 2_000);
  expect(written).toEqual(['\r\u001b[K[#####...']);
});

it('writes a line every few seconds elsewhere', () => {
  const written: string[] = [];
  let now = 0;
  const progress = new ImportProgress({
    output: { write: text => written.push(text) },
    now: () => now,
  });
  for (; now <= 12_000; now += 1_000) {
    progress.show(RECORDS, counts(now));
  }
  progress.clear();
  expect(written).toEqual([
    '0 Records\n',
    '5,000 Records\n',
    '10,000 Records\n',
  ]);
});
