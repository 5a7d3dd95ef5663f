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

import { FakeLogs } from '../../__testUtils__/FakeLogs';
import { lastRecordedEvents } from '../../__testUtils__/recordedRuns';
import type { StoredRun } from '../../store';
import { RunLogs } from './RunLogs';

const { signal } = new AbortController();
const PIPELINE = 'checkout-build-1d20c77';
const recorded = lastRecordedEvents();

function storedRun(name: string, change: Partial<StoredRun> = {}): StoredRun {
  const event = recorded.find(({ captured }) => captured.facts.name === name);
  if (!event) {
    throw new Error(`There is no recorded run '${name}'`);
  }
  const { facts, payload, dataType } = event.captured;
  return {
    summary: { cluster: 'test', ...facts } as unknown as StoredRun['summary'],
    position: { segment: 0, values: [], seq: 1 },
    payload,
    dataType,
    parent: facts.namespace,
    result: `${facts.namespace}/results/r`,
    record: `${facts.namespace}/results/r/records/${facts.uid}`,
    createTime: 0,
    updateTime: 0,
    gaps: [],
    ...change,
  };
}

const run = storedRun(PIPELINE);
const lint = storedRun(`${PIPELINE}-lint`);
const clone = storedRun(`${PIPELINE}-clone`);

function open() {
  const logs = new FakeLogs();
  const runLogs = new RunLogs({
    logs: logs.store,
    archive: logs.archive,
    readerOf: () => undefined,
    isCaptured: () => true,
  });
  const add = ({ summary }: StoredRun, more: object) =>
    logs.add('test', { runUid: summary.uid, container: 'step-x', ...more });
  return { runLogs, add };
}

describe('the logs of a PipelineRun', () => {
  it('are those of its TaskRuns, but not of runs of other namespaces that name it', async () => {
    const { runLogs, add } = open();
    add(lint, { text: 'lint' });
    const foreign = storedRun(`${PIPELINE}-clone`, { parent: 'evil' });
    add(foreign, { text: 'evil' });
    const logs = await runLogs.of(run, [lint, foreign], { signal });
    expect(logs.length).toBeGreaterThan(0);
    expect(new Set(logs.map(log => log.run))).toEqual(new Set([lint]));
  });

  it('tell nothing of TaskRuns that may not be seen', async () => {
    const { runLogs, add } = open();
    add(lint, { text: 'lint' });
    add(clone, { text: 'clone' });
    const logs = await runLogs.of(run, [lint, clone], {
      signal,
      maySee: child => child !== clone,
    });
    expect(new Set(logs.map(log => log.run))).toEqual(new Set([lint]));
  });

  it('are the one of the whole run where others kept that', async () => {
    const { runLogs, add } = open();
    add(run, { container: 'all', kind: 'whole', text: 'all' });
    expect(await runLogs.of(run, [lint, clone], { signal })).toMatchObject([
      { run, container: 'all', state: 'stored' },
    ]);
  });

  it.each<[string, object]>([
    ['the logs of a TaskRun', { mayRead: (of: StoredRun) => of !== lint }],
    ['those of all TaskRuns', { mayRead: (of: StoredRun) => of === run }],
    ['a TaskRun', { maySee: (child: StoredRun) => child !== lint }],
    ['its TaskRuns', { maySee: () => false }],
  ])(
    'are not the one of the whole run for those who may not see %s',
    async (_, access) => {
      const { runLogs, add } = open();
      add(run, { container: 'all', kind: 'whole', text: 'all' });
      const logs = await runLogs.of(run, [lint, clone], { signal, ...access });
      expect(logs.map(log => log.text)).toEqual(logs.map(() => undefined));
    },
  );
});
