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
import type {
  LogCause,
  LogState,
  RunDetails,
  RunLog,
} from 'backstage-plugin-tekton-results-common';
import type { FakeLog } from '../src/__fixtures__/fakeLogsApi';
import recording from './recorded/logs.json';

const recorded: Record<string, Record<string, string[]>> = recording;

/** What the steps of a run wrote, as recorded. */
export function recordedLogs({ tasks }: RunDetails): FakeLog[] {
  return tasks.flatMap(({ name, run, attempts }) =>
    attempts.flatMap(({ number: attempt, steps }) =>
      steps.map(({ name: step, container = `step-${step}`, startedAt }) => {
        const lines = recorded[name]?.[step] ?? [];
        const log: RunLog = {
          task: name,
          run,
          attempt,
          step,
          container,
          kind: 'step',
          state: 'stored',
          stateSince: startedAt,
          lines: lines.length,
          bytes: lines.join('\n').length,
          firstLineAt: startedAt,
          live: false,
        };
        return { log, text: (line: number) => lines[line - 1] };
      }),
    ),
  );
}

/** How a log may stand, and why. */
const STATES: ReadonlyArray<{
  readonly state: LogState;
  readonly cause?: LogCause;
  readonly reason?: string;
}> = [
  { state: 'neverCaptured', cause: 'stepNeverStarted' },
  {
    state: 'neverCaptured',
    cause: 'podGone',
    reason: 'The pod was deleted 2 s after the step ended',
  },
  { state: 'neverCaptured', cause: 'captureOff' },
  { state: 'neverCaptured', cause: 'cancelledBeforeOutput' },
  { state: 'neverCaptured', cause: 'failed', reason: 'pods/log: 500' },
  { state: 'neverCaptured', cause: 'customRun' },
  { state: 'neverCaptured', cause: 'runMissing' },
  { state: 'expired', cause: 'policy', reason: 'Kept for 30 days' },
  { state: 'expired', cause: 'deleted' },
  { state: 'denied' },
  { state: 'unavailable', reason: 'The bucket does not answer' },
  { state: 'notYet', reason: 'The step ended 20 s ago' },
];

const PARTIAL: ReadonlyArray<[cause: LogCause, reason?: string]> = [
  ['podGone', 'The capture stopped at 12:44:10: the pod was evicted'],
  ['tooLong'],
  ['bytesMissing'],
  ['rotated'],
];

/** A log in every state, each as a step of the task that failed. */
export function logsOfAllStates(details: RunDetails): FakeLog[] {
  const logs = recordedLogs(details);
  const failed = logs.find(({ log }) => log.step === 'push') ?? logs[0];
  const { log } = failed;
  const ofStep = (step: string, change: Partial<RunLog>): RunLog => ({
    ...log,
    step,
    container: `step-${step}`,
    ...change,
  });
  return [
    ...logs,
    ...STATES.map(state => ({
      log: ofStep(state.cause ?? state.state, {
        ...state,
        lines: undefined,
        bytes: undefined,
      }),
    })),
    ...PARTIAL.map(([cause, reason]) => ({
      log: ofStep(`partial-${cause}`, { state: 'partial', cause, reason }),
      text: failed.text,
    })),
    {
      log: ofStep('wrote-nothing', { lines: 0, bytes: 0 }),
      text: () => '',
    },
  ];
}

/** A log that goes on and on. */
export function logThatGoesOn(details: RunDetails): FakeLog[] {
  const [first, ...rest] = recordedLogs(details);
  return [
    {
      log: { ...first.log, state: 'streaming', live: true, lines: 0 },
      text: first.text,
      async *follow(from, signal) {
        for (let number = from; !signal.aborted; number++) {
          await new Promise(done => setTimeout(done, 400));
          const text = `\u001b[32m  ok\u001b[0m cart case ${number}`;
          yield {
            type: 'line',
            number,
            time: new Date().toISOString(),
            text,
          };
        }
      },
    },
    ...rest.map(({ log }) => ({
      log: {
        ...log,
        state: 'notYet' as const,
        lines: undefined,
        bytes: undefined,
      },
    })),
  ];
}
