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

import type { LokiReaderConfig } from '../../../logReadersConfig';
import type { LogSource } from '../nameLog';

/** Of labels that are made from fields: none that streams have is like them. */
export const POD_LABEL = 'tekton_pod';
export const CONTAINER_LABEL = 'tekton_container';
const UID_LABEL = 'tekton_uid';
const MESSAGE_LABEL = 'tekton_message';

/** Whose logs are meant. */
export interface LokiTarget {
  readonly namespace: string;
  readonly uid: string;
}

/** LogQL for how many lines there are of a TaskRun, by pod and container. */
export function sourcesQuery(
  config: LokiReaderConfig,
  target: LokiTarget & { seconds: number },
): string {
  const lines = `${selectLines(config, target)} [${target.seconds}s]`;
  return `sum by (${POD_LABEL}, ${CONTAINER_LABEL}) (count_over_time(${lines}))`;
}

/** LogQL for the lines of one container of a TaskRun. */
export function linesQuery(
  config: LokiReaderConfig,
  target: LokiTarget & LogSource,
): string {
  return [
    selectLines(config, target),
    `${POD_LABEL}=${quote(target.pod ?? '')}`,
    `${CONTAINER_LABEL}=${quote(target.container ?? '')}`,
    `line_format ${quote(`{{.${MESSAGE_LABEL}}}`)}`,
    // Else each line came twice, and as a stream of its own.
    `label_format ${MESSAGE_LABEL}=""`,
  ].join(' | ');
}

function selectLines(config: LokiReaderConfig, target: LokiTarget): string {
  const { fields } = config;
  const labels = Object.entries({
    ...config.labels,
    // Last: it decides whose logs are read.
    [config.namespaceLabel]: target.namespace,
  }).map(([name, value]) => `${name}=${quote(value)}`);
  const extracted = Object.entries({
    [UID_LABEL]: fields.uid,
    [POD_LABEL]: fields.pod,
    [CONTAINER_LABEL]: fields.container,
    [MESSAGE_LABEL]: fields.message,
  }).map(([name, path]) => `${name}=${quote(path)}`);
  return [
    `{${labels.join(', ')}}`,
    `json ${extracted.join(', ')}`,
    // Lines that are no JSON would make a count fail.
    '__error__=""',
    `${UID_LABEL}=${quote(target.uid)}`,
  ].join(' | ');
}

/** A string of LogQL, which are those of Go: escapes of JSON are some of them. */
function quote(text: string): string {
  // Halves of surrogate pairs, which Go refuses, become U+FFFD.
  return JSON.stringify(Buffer.from(text, 'utf8').toString('utf8'));
}
