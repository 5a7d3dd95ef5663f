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

import { destinationAmong, destinationAt, type Claim } from './destination';

const CLAIMS: Record<string, Claim> = {
  y: 'claimed',
  n: 'notClaimed',
  '?': 'unknown',
};

/** Such as `y?`: how the clusters a and b stand to the issuer. */
function claims(signs: string): Map<string, Claim> {
  return new Map([...signs].map((sign, index) => ['abc'[index], CLAIMS[sign]]));
}

const toA = { kind: 'cluster', name: 'a' };
const toB = { kind: 'cluster', name: 'b' };
const none = { kind: 'none' };
const unknown = { kind: 'unknown' };

describe('destinationAt', () => {
  it.each([
    ['yn', toA],
    ['yy', toA],
    ['y?', toA],
    ['nn', toA],
    ['n?', toA],
    ['?n', toA],
    ['??', toA],
    ['ny', none],
    ['?y', unknown],
    ['nny', none],
    ['n?y', none],
    ['y', toA],
    ['n', toA],
    ['?', toA],
  ])('of a, with %s, is %j', (signs, expected) => {
    expect(destinationAt('a', claims(signs))).toEqual(expected);
  });

  it('of a cluster that is not known is none for a secret of another', () => {
    expect(destinationAt('z', claims('yn'))).toEqual(none);
  });
});

describe('destinationAmong', () => {
  it.each([
    ['yn', toA],
    ['ny', toB],
    ['yy', none],
    ['yyn', none],
    ['yy?', none],
    ['nn', none],
    ['y?', unknown],
    ['n?', unknown],
    ['??', unknown],
    ['y', toA],
    ['n', none],
    ['?', unknown],
    ['', none],
  ])('with %s, is %j', (signs, expected) => {
    expect(destinationAmong(claims(signs))).toEqual(expected);
  });
});
