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

import { z } from 'zod';
import type { WatchEvent } from './ClusterConnection';
import { AnswerTooLargeError, ClusterError, answerError } from './ClusterError';

const NEWLINE = 0x0a;
/** Kubernetes keeps no object of more than a few MiB. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

const eventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});

const statusSchema = z.object({ code: z.number().catch(500) });

/**
 * Reads the body of a watch: one JSON object a line, in whatever chunks the
 * network cuts it. Lines are split at `\n` alone and as bytes: other line
 * separators, and characters cut in two, stand inside JSON texts.
 *
 * @throws ClusterError for an ERROR event, with its code as status, and for a
 * line that is no event, or only the beginning of one: going on behind it would
 * lose what it said, and it may be the page of a proxy.
 * @throws AnswerTooLargeError for a line without end
 */
export async function* parseWatchEvents(
  body: AsyncIterable<Buffer>,
): AsyncGenerator<readonly WatchEvent[]> {
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const chunk of body) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end < 0) {
      rest.push(chunk);
      restLength += chunk.length;
      if (restLength > MAX_LINE_BYTES) {
        throw new AnswerTooLargeError('A line of the watch', MAX_LINE_BYTES);
      }
      continue;
    }
    const lines = Buffer.concat([...rest, chunk.subarray(0, end)])
      .toString('utf8')
      .split('\n');
    rest = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
    restLength = chunk.length - end - 1;

    const events: WatchEvent[] = [];
    for (const line of lines) {
      const event = line.trim() ? parseLine(line) : undefined;
      if (event instanceof ClusterError) {
        if (events.length > 0) {
          yield events;
        }
        throw event;
      }
      if (event) {
        events.push(event);
      }
    }
    if (events.length > 0) {
      yield events;
    }
  }
  if (Buffer.concat(rest).toString('utf8').trim()) {
    throw new ClusterError('The watch ended within a line', {
      code: 'clusterError',
    });
  }
}

function parseLine(line: string): WatchEvent | ClusterError {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return new ClusterError('A line of the watch is not JSON', {
      code: 'clusterError',
      cause: error,
    });
  }
  const parsed = eventSchema.safeParse(json);
  if (!parsed.success) {
    return new ClusterError('A line of the watch is not an event', {
      code: 'clusterError',
      cause: parsed.error,
    });
  }
  const { type, object } = parsed.data;
  if (type === 'ERROR') {
    const status = statusSchema.safeParse(object);
    return answerError({
      status: status.success ? status.data.code : 500,
      body: JSON.stringify(object),
    });
  }
  return { type, object };
}
