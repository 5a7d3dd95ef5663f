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

import { randomBytes } from 'crypto';
import { PositionSealer } from './PositionSealer';

describe('PositionSealer', () => {
  const key = randomBytes(32);
  const sealer = new PositionSealer(key);
  const position = { times: [1_700_000_000_000], seq: 4711 };
  const list = { scope: ['prod', 'shop'], filter: 'true' };

  it('gives a place back in its list, on every replica', () => {
    const text = sealer.seal(position, list);
    expect(new PositionSealer(key).open(text, { ...list })).toEqual(position);
  });

  it('does not tell what the place is', () => {
    const texts = [1, 2].map(() => sealer.seal(position, list));
    expect(texts[0]).not.toBe(texts[1]);
    expect(Buffer.from(texts[0], 'base64url').toString('latin1')).not.toContain(
      '4711',
    );
  });

  it('does not tell by its length how many objects there are before it', () => {
    const lengths = [1, 10_000_000].map(
      seq => sealer.seal({ ...position, seq }, list).length,
    );
    expect(lengths[0]).toBe(lengths[1]);
  });

  it.each([
    ['of another list', (text: string) => text, { ...list, filter: 'false' }],
    ['that was altered', (text: string) => `A${text.slice(1)}B`, list],
    ['that was cut', (text: string) => text.slice(0, 20), list],
    ['that is none', () => 'abc', list],
    ['that is empty', () => '', list],
  ])('does not open a text %s', (_, change, ofList) => {
    expect(
      sealer.open(change(sealer.seal(position, list)), ofList),
    ).toBeUndefined();
  });

  it('does not open what another key sealed', () => {
    const other = new PositionSealer(randomBytes(32));
    expect(sealer.open(other.seal(position, list), list)).toBeUndefined();
  });
});
