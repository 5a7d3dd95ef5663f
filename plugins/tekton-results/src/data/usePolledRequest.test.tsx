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

import { act, renderHook } from '@testing-library/react';
import { usePolledRequest } from './usePolledRequest';

describe('usePolledRequest', () => {
  it('asks anew after the running request when told that something changed', async () => {
    const answers: Array<(value: string) => void> = [];
    const load = jest.fn(
      () =>
        new Promise<string>(resolve => {
          answers.push(resolve);
        }),
    );
    const { result } = renderHook(() =>
      usePolledRequest(load, () => undefined),
    );
    act(() => {
      result.current.refresh();
      result.current.refresh();
    });
    expect(load).toHaveBeenCalledTimes(1);
    await act(async () => answers[0]('first'));
    expect(result.current.value).toBe('first');
    expect(load).toHaveBeenCalledTimes(2);
    await act(async () => answers[1]('second'));
    expect(result.current.value).toBe('second');
    expect(load).toHaveBeenCalledTimes(2);

    act(() => result.current.refresh());
    expect(load).toHaveBeenCalledTimes(3);
    await act(async () => answers[2]('third'));
    expect(result.current.value).toBe('third');
  });

  it('does not wait for a running request when it is asked for by hand', async () => {
    const signals: AbortSignal[] = [];
    const load = jest.fn((signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<string>(() => {});
    });
    const { result } = renderHook(() =>
      usePolledRequest(load, () => undefined),
    );
    act(() => result.current.retry());
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });
});
