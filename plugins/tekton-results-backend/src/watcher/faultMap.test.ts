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

import { readdirSync } from 'fs';
import { join } from 'path';
import { collectTests } from './__testUtils__/collectTests';

jest.setTimeout(60_000);

/**
 * The 27 known faults of upstream (F1 to F27), and the 13 ways in which it loses
 * data (windows): in which files the tests stand whose names tell that
 * they are about them.
 */
const TESTED_IN: Readonly<Record<string, readonly string[]>> = {
  // A copied run never writes over the one it was copied from.
  F1: ['watchCluster.test.ts', 'grouping.test.ts'],
  // One event that starts several pipelines has one Result.
  F2: ['eventGroups.test.ts'],
  // Logs are waited for, and not taken for stored when they are not.
  F3: ['../logs/capture/LogCollector.test.ts'],
  F4: ['watchCluster.test.ts', '../logs/capture/LogCollector.test.ts'],
  F6: ['watchCluster.test.ts', '../logs/capture/LogCollector.test.ts'],
  // Names that lists tell of can be read, also of the log of a PipelineRun.
  F5: ['../api/results/logText.test.ts'],
  F7: ['../api/results/logText.test.ts'],
  // A large cluster is read page by page.
  F12: ['Reflector.test.ts', 'RunLister.test.ts'],
  // Memory does not grow with what waits.
  F13: ['pressure.test.ts'],
  // Children are stored before their PipelineRun is deleted.
  F14: ['watchCluster.test.ts', 'steward/OwnedRuns.test.ts'],
  // Fields that others own, and servers that refuse writes, block nothing.
  F15: ['steward/RunWriter.test.ts'],
  F16: ['watchCluster.test.ts', 'steward/retryDelay.test.ts'],
  // Whatever is lost is counted.
  F17: [
    'watchCluster.test.ts',
    'LeasedCaptureStore.test.ts',
    'lostRuns.test.ts',
  ],
  // What is archived can be chosen.
  F18: ['watchCluster.test.ts', 'archive/archive.test.ts'],
  // Settings are checked when they are read.
  F19: ['../config.test.ts'],
  // Metadata never blocks.
  F20: ['annotations.test.ts'],
  F21: ['summaryKeys.test.ts'],
  // Where others keep logs can be told.
  F24: ['../logs/readers/blob/BlobReader.test.ts'],
  // The time of deletion and finalizers.
  F25: ['watchCluster.test.ts'],
  // Annotations that Tekton copies to children.
  F26: ['grouping.test.ts', 'watchCluster.test.ts'],

  // Nobody watches while a short run comes and goes.
  'window 1': [
    'watchCluster.test.ts',
    'unfinishedRuns.test.ts',
    'steward/nextStewardStep.test.ts',
  ],
  // The database is away for long.
  'window 2': ['watchCluster.test.ts', 'pressure.test.ts', 'lostRuns.test.ts'],
  // Logs do not make a finalizer go early.
  'window 3': ['watchCluster.test.ts'],
  // A run is deleted while it runs.
  'window 4': ['watchCluster.test.ts'],
  // Metadata that breaks the rules for names.
  'window 5': ['grouping.test.ts', 'annotations.test.ts'],
  // What is archived is narrowed down.
  'window 6': ['steward/nextStewardStep.test.ts', 'watchCluster.test.ts'],
  // A run is finished without saying when.
  'window 7': ['steward/nextStewardStep.test.ts', 'watchCluster.test.ts'],
  // Copied annotations.
  'window 8': ['watchCluster.test.ts'],
  // Logs that take long.
  'window 9': ['watchCluster.test.ts'],
  // Events after the end.
  'window 10': ['events/recordedEvents.test.ts', 'endToEnd/loss.test.ts'],
  // Another replica takes over.
  'window 12': ['watchCluster.test.ts', 'endToEnd/loss.test.ts'],
  // An outage that was longer than the grace period.
  'window 13': ['steward/nextStewardStep.test.ts', 'watchCluster.test.ts'],
};

/** What is no matter of watching, and whose matter it is. */
const TESTED_ELSEWHERE: Readonly<Record<string, string>> = {
  F8: 'retention',
  F9: 'retention',
  F10: 'retention',
  F11: 'retention',
  F22: 'command line',
  F23: 'Results API: filters by name',
  F27: 'Results API: pages with filters',
  'window 11': 'retention',
};

const FAULTS = Array.from({ length: 27 }, (_, i) => `F${i + 1}`);
const WINDOWS = Array.from({ length: 13 }, (_, i) => `window ${i + 1}`);

const testsOf = new Map<string, readonly string[]>();

/** The names of the tests of a file that are about something, of those that run. */
function testsAbout(id: string, file: string): readonly string[] {
  const tests = testsOf.get(file) ?? collectTests(join(__dirname, file));
  testsOf.set(file, tests);
  const [word, number] = id.startsWith('F')
    ? ['F', id.slice(1)]
    : ['windows? ', id.split(' ')[1]];
  // `window 3 and 9` is about both.
  const about = new RegExp(`\\b${word}(\\d+(, | and ))*${number}\\b`);
  return tests.filter(name => about.test(name));
}

describe('the known faults of upstream', () => {
  it('are all accounted for', () => {
    expect(
      [...Object.keys(TESTED_IN), ...Object.keys(TESTED_ELSEWHERE)].sort(),
    ).toEqual([...FAULTS, ...WINDOWS].sort());
  });

  it.each(
    Object.entries(TESTED_IN).flatMap(([id, files]) =>
      files.map(file => [id, file] as const),
    ),
  )('%s has a test of that name in %s, which runs', (id, file) => {
    expect(testsAbout(id, file)).not.toEqual([]);
  });

  it('are not claimed by names that are not on the list', () => {
    const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
    const claimed = files
      .filter(file => file.endsWith('.test.ts') && file !== 'faultMap.test.ts')
      .flatMap(file =>
        Object.keys(TESTED_ELSEWHERE).flatMap(id => testsAbout(id, file)),
      );
    expect(claimed).toEqual([]);
  });
});
