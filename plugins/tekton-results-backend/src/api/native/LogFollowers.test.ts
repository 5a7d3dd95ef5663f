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

import { LogFollowers } from './LogFollowers';

describe('LogFollowers', () => {
  it('lets each caller, and all together, follow so many logs', () => {
    const followers = new LogFollowers({ total: 3, perCaller: 2 });
    const leave = followers.enter('a');
    followers.enter('a');
    expect(() => followers.enter('a')).toThrow(/more than 2/);
    followers.enter('b');
    expect(() => followers.enter('c')).toThrow(/more than 3/);
    leave();
    followers.enter('c');
    expect(() => followers.enter('c')).toThrow(/more than 3/);
  });

  it('sends all away in the end', () => {
    const followers = new LogFollowers();
    const { stopped } = followers;
    expect(stopped.aborted).toBe(false);
    followers.close();
    expect(stopped.aborted).toBe(true);
  });
});
