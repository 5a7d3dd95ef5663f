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

import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, renderHook } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { fakeApi, type FakeApi } from '../__fixtures__';
import { tektonResultsApiRef } from '../api';
import { useRunChanges } from './useRunChanges';

const select = () => ({});

/** A backend in which one more run has changed whenever it is asked. */
function changingApi(): FakeApi {
  const api = fakeApi();
  let told = 0;
  api.listChanges.mockImplementation(async ({ after }) => ({
    items: after
      ? [{ cluster: 'example', uid: 'a', changedAt: String(told++) }]
      : [],
    more: false,
    cursor: 'next',
    pollAfterMs: 60_000,
  }));
  return api;
}

const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

async function renderChanges(api: FakeApi) {
  const subscribed: Array<() => void> = [];
  const unsubscribe = jest.fn();
  const signals = {
    subscribe: jest.fn((_channel: string, listener: () => void) => {
      subscribed.push(listener);
      return { unsubscribe };
    }),
  };
  const onChange = jest.fn();
  const wrapper = ({ children }: PropsWithChildren<{}>) => (
    <TestApiProvider
      apis={[
        [tektonResultsApiRef, api],
        [signalApiRef, signals],
      ]}
    >
      {children}
    </TestApiProvider>
  );
  const rendered = renderHook(
    () => useRunChanges({ enabled: true, select, onChange }),
    { wrapper },
  );
  await pass(0);
  return {
    ...rendered,
    signals,
    onChange,
    signal: () => act(() => subscribed.forEach(listener => listener())),
  };
}

function show(state: DocumentVisibilityState) {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe('useRunChanges with signals', () => {
  it('asks soon after a signal what has changed', async () => {
    const api = changingApi();
    const { signals, signal, result, onChange } = await renderChanges(api);
    expect(signals.subscribe).toHaveBeenCalledWith(
      'tekton-results:runs-changed',
      expect.any(Function),
    );
    expect(result.current.state).toEqual({ kind: 'checking', everyMs: 60_000 });
    await pass(5_000);
    expect(api.listChanges).toHaveBeenCalledTimes(1);
    signal();
    await pass(1_000);
    expect(api.listChanges).toHaveBeenCalledTimes(2);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(result.current.state).toEqual({ kind: 'live' });
  });

  it('asks no more than once in two seconds, however many signals come', async () => {
    const api = changingApi();
    const { signal, onChange } = await renderChanges(api);
    await pass(2_000);
    for (let change = 0; change < 1_000; change += 1) {
      signal();
      await pass(1);
    }
    await pass(1_000);
    expect(onChange).toHaveBeenCalledTimes(1);
    const before = api.listChanges.mock.calls.length;
    for (let second = 0; second < 20; second += 1) {
      signal();
      await pass(1_000);
    }
    expect(api.listChanges.mock.calls.length - before).toBeLessThanOrEqual(10);
    expect(api.listChanges.mock.calls.length - before).toBeGreaterThan(3);
  });

  it('asks for what changed while it was asking', async () => {
    const api = changingApi();
    const { signal } = await renderChanges(api);
    let answer = (_: unknown) => {};
    api.listChanges.mockReturnValueOnce(
      new Promise(resolve => {
        answer = resolve;
      }),
    );
    await pass(60_000);
    signal();
    await pass(5_000);
    expect(api.listChanges).toHaveBeenCalledTimes(2);
    answer({ items: [], more: false, cursor: 'c', pollAfterMs: 60_000 });
    await pass(6_000);
    expect(api.listChanges).toHaveBeenCalledTimes(3);
  });

  it('asks nothing while nobody sees the page, whatever is signalled', async () => {
    const api = changingApi();
    const { signal } = await renderChanges(api);
    show('hidden');
    api.listChanges.mockClear();
    signal();
    await pass(120_000);
    expect(api.listChanges).not.toHaveBeenCalled();
    show('visible');
    await pass(0);
    expect(api.listChanges).toHaveBeenCalledTimes(1);
  });

  it('asks as the backend advises once a signal was missing', async () => {
    const api = changingApi();
    const { signal, result } = await renderChanges(api);
    signal();
    await pass(3_000);
    expect(result.current.state).toEqual({ kind: 'live' });
    await pass(60_000);
    expect(result.current.state).toEqual({ kind: 'checking', everyMs: 60_000 });
  });

  it('subscribes once, also for the next screen', async () => {
    const { rerender, signals, unmount, signal } = await renderChanges(
      changingApi(),
    );
    rerender();
    expect(signals.subscribe).toHaveBeenCalledTimes(1);
    unmount();
    signal();
    await pass(5_000);
    expect(signals.subscribe).toHaveBeenCalledTimes(1);
  });
});
