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

/*
 * What both documents and filters are made of. There are few values of each
 * kind, so that filters find something.
 */

export const COMMON_TEXTS = ['web', 'api', 'nightly-7', 'Failed', 'True', '5'];

/** Texts that engines, patterns, quotes or orders could trip over. */
export const ODD_TEXTS = [
  'a/b',
  '',
  'Web',
  'my_x',
  '100%',
  "it's",
  'a "quote"',
  'back\\slash',
  'two\nlines',
  'grün',
  'GRÜN',
  // In UTF-16 the emoji comes before the two others, by code points after them.
  '\u{1F600}',
  '\uFFFD',
  '\uE000',
  '\u00e9',
  'e\u0301',
  'true',
  'null',
  '0.5',
  // As 1e21 and 1e-7 are written without an exponent.
  '1000000000000000000000',
  '0.0000001',
  '{}',
  '["web"]',
  'k"}: {',
  'tekton.dev/v1.TaskRun',
  'l'.repeat(256),
];

/** Texts that columns and attributes do not hold as they are. */
export const UNSTORABLE_TEXTS = [
  'nul\u0000l',
  'l'.repeat(257),
  'ü'.repeat(600),
  'n'.repeat(1025),
];

/** No filter can ask for it, but documents may hold it. */
export const HALF_A_CHARACTER = 'half\uD800';

/** Parts of the texts above. */
export const TEXT_PARTS = [
  'e',
  'a',
  'web',
  'True',
  '%',
  '_',
  '/',
  '-',
  '',
  'ü',
  '"',
  "'",
  '\\',
  '\n',
  '\u{1F600}',
  '\u0000',
  'T10:',
  '": "',
  'll',
];

export const PATTERNS = [
  '^web$',
  'e',
  '^[a-m]',
  '(?i)^WEB',
  '(?i)grün',
  '.',
  '^.$',
  '(?s)^.+$',
  '^$',
  '\\d',
  '[^a-z]+$',
  'web|api',
  '\\.',
  '/',
  '\\bquote\\b',
  '\\p{L}+n',
  'l{20,}',
  '[[:upper:]]',
  '\\s',
];

/** As Kubernetes writes them. */
export const PLAIN_TIMES = [
  '2024-05-01T10:00:00Z',
  '2024-05-01T10:10:00Z',
  '2024-05-05T23:59:59Z',
  '2024-02-29T00:00:00Z',
  '2023-12-31T23:30:00Z',
  '1969-12-31T23:59:59Z',
];

/** Times that are written otherwise, are none, or that columns do not hold. */
export const ODD_TIMES = [
  '2024-05-01T12:00:00+02:00',
  '2024-05-01T10:00:00.000Z',
  '2024-05-01T10:00:00.123456Z',
  '2024-05-01T10:00:00.9996Z',
  '1969-12-31T23:59:59.5Z',
  '2024-05-01',
  '2024/05/01 10:00:00',
  '2024-05-01T10:00:00',
  '2024-05-01t10:00+02',
  '2024-02-30T00:00:00Z',
  '2024-05-01T24:00:00Z',
  '2024-05-01T10:00:60Z',
  '1899-12-31T23:59:59Z',
  '2200-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  'yesterday',
];

/** In the syntax of Go; the last are none. */
export const DURATIONS = [
  '1h0m0s',
  '10m',
  '90s',
  '1.5h',
  '-5m',
  '300ms',
  '0',
  'soon',
  '5',
];

export const NUMBERS = [
  0,
  1,
  3,
  4,
  5,
  -2,
  0.5,
  1e21,
  1e-7,
  1714557600,
  2 ** 60,
];

/** As PostgreSQL prints them, and as JavaScript does. */
export const NUMBER_TEXTS = [
  '5',
  '0.5',
  '-2',
  '1000000000000000000000',
  '0.0000001',
  '1e+21',
  'true',
];

/** Of labels and annotations; some are not kept, some mean something to JavaScript. */
export const KEYS = [
  'app',
  'team',
  'tekton.dev/pipelineRun',
  'tekton.dev/pipelineRunUID',
  'tekton.dev/pipeline',
  'pipelinesascode.tekton.dev/repository',
  'results.tekton.dev/log',
  'kubectl.kubernetes.io/last-applied-configuration',
  'it\'s "odd"',
  '',
  'ü',
  'constructor',
  '__proto__',
];

/** Such keys may stand in objects, but are not kept beside them. */
export const UNSTORABLE_KEYS = ['nul\u0000l', 'k'.repeat(321)];

export const PARAM_NAMES = ['env', 'image', 'tekton.dev/taskRun', '5', 'web'];

export const PARENTS = ['team', 'ops', 'team-prod'];
export const RESULTS = ['r1', 'web'];
export const CLUSTERS = ['test', 'prod'];
export const DATA_TYPES = [
  'tekton.dev/v1.TaskRun',
  'tekton.dev/v1.PipelineRun',
  'tekton.dev/v1beta1.TaskRun',
];
/** Of Results, each at the place of its number. */
export const RESULT_STATES = [
  'UNKNOWN',
  'SUCCESS',
  'FAILURE',
  'TIMEOUT',
  'CANCELLED',
];
export const RECORD_NAMES = ['web', 'log_', 'nightly-7', 'ü'];
