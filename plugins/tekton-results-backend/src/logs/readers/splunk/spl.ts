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

import type { SplunkReaderConfig } from '../../../logReadersConfig';
import type { LogSource } from '../nameLog';

/** Whose logs are meant. */
export interface SplunkTarget {
  readonly namespace: string;
  readonly uid: string;
}

/** SPL for which pods and containers of a TaskRun have lines. */
export function sourcesSearch(
  config: SplunkReaderConfig,
  target: SplunkTarget,
): string {
  const { pod, container } = config.fields;
  return [
    selectLines(config, target),
    // Rows without one of them would not be counted.
    `fillnull value="" ${pod} ${container}`,
    `stats count by ${pod} ${container}`,
  ].join(' | ');
}

/** SPL for the lines of one container of a TaskRun, by time. */
export function linesSearch(
  config: SplunkReaderConfig,
  target: SplunkTarget & LogSource,
): string {
  const { pod, container, messages } = config.fields;
  return [
    [
      selectLines(config, target),
      ...(target.pod ? [`${pod}=${quote(target.pod)}`] : []),
      ...(target.container ? [`${container}=${quote(target.container)}`] : []),
    ].join(' '),
    // Lines of others are of logs of their own.
    ...(target.pod ? [] : [`where ${isAbsent(pod)}`]),
    ...(target.container ? [] : [`where ${isAbsent(container)}`]),
    // Splunk finds the newest first; lines of one time are to stay in order.
    'reverse',
    'sort 0 _time',
    `table ${messages.join(' ')}`,
  ].join(' | ');
}

/**
 * Whether a value can be searched for. In a search an asterisk stands for any
 * text, and nothing escapes it.
 */
export function isSearchable(value: string): boolean {
  return value !== '' && !/[*\r\n]/.test(value);
}

function selectLines(
  config: SplunkReaderConfig,
  { namespace, uid }: SplunkTarget,
): string {
  const { fields } = config;
  return [
    `search index=${config.index}`,
    `${fields.uid}=${quote(uid)}`,
    `${fields.namespace}=${quote(namespace)}`,
  ].join(' ');
}

/** In `where`, names of fields with dots are in single quotes. */
function isAbsent(field: string): string {
  return `isnull('${field}') OR '${field}'=""`;
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
