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

import { KnownRuns } from './KnownRuns';

describe('KnownRuns', () => {
  it('tells what a list has changed and what it lacks', () => {
    const known = new KnownRuns(
      new Map([
        ['same', 1],
        ['changed', 2],
        ['gone', 3],
      ]),
    );
    known.beginList();
    expect(known.list('same', 1)).toBe(false);
    expect(known.list('changed', 5)).toBe(true);
    expect(known.list('new', 6)).toBe(true);
    expect(known.endList()).toEqual(['gone']);
    expect(known.size).toBe(3);
  });

  it('forgets nothing when a list breaks off', () => {
    const known = new KnownRuns(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    );
    known.beginList();
    known.list('a', 4);
    known.beginList();
    expect(known.list('a', 4)).toBe(false);
    expect(known.endList()).toEqual(['b']);
  });

  it('takes a run anew whose state was lost, without taking it for gone', () => {
    const known = new KnownRuns();
    known.set('a', 1);
    known.set('b', 2);
    known.forgetStates(['a', 'never seen']);
    known.beginList();
    expect(known.list('a', 1)).toBe(true);
    expect(known.list('b', 2)).toBe(false);
    expect(known.endList()).toEqual([]);
  });

  it('takes a run anew whose state is lost after the list has shown it', () => {
    const known = new KnownRuns();
    known.beginList();
    known.list('a', 1);
    known.forgetStates(['a']);
    expect(known.endList()).toEqual([]);
    known.beginList();
    expect(known.list('a', 1)).toBe(true);
  });

  it('does not take a run for gone that is read while a list is', () => {
    const known = new KnownRuns(new Map([['a', 1]]));
    known.beginList();
    known.set('a', 2);
    expect(known.endList()).toEqual([]);
  });

  it('knows no run that was deleted', () => {
    const known = new KnownRuns(new Map([['a', 1]]));
    known.delete('a');
    known.beginList();
    expect(known.endList()).toEqual([]);
  });
});
