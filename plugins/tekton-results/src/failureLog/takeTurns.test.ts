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
import { takeTurns } from './takeTurns';

it('lets some calls run at a time, the others in their order', async () => {
  const turn = takeTurns(2);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const call = (name: string) =>
    turn(() => {
      begun.push(name);
      return new Promise<string>(resolve =>
        ends.set(name, () => resolve(name)),
      );
    });

  const calls = ['a', 'b', 'c', 'd'].map(call);
  expect(begun).toEqual(['a', 'b']);

  ends.get('b')?.();
  await expect(calls[1]).resolves.toBe('b');
  expect(begun).toEqual(['a', 'b', 'c']);

  ends.get('a')?.();
  ends.get('c')?.();
  await Promise.all([calls[0], calls[2]]);
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

it('goes on after a call that fails', async () => {
  const turn = takeTurns(1);
  await expect(turn(() => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );
  await expect(turn(async () => 'yes')).resolves.toBe('yes');
});
