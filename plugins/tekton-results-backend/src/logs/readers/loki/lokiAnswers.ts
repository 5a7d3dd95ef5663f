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

/** A line with its time in nanoseconds since 1970 (UTC). */
export interface LokiLine {
  readonly time: bigint;
  readonly text: string;
}

const streamsSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('streams'),
    result: z.array(
      z.object({
        // Structured metadata may follow them.
        values: z.array(
          z.tuple([z.string().regex(/^\d+$/), z.string()]).rest(z.unknown()),
        ),
      }),
    ),
  }),
});

const vectorSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()) })),
  }),
});

/**
 * The lines of all streams, by time. Lines of one time stay in the order of their
 * stream.
 *
 * @returns undefined if it is no such answer
 */
export function parseLines(answer: unknown): LokiLine[] | undefined {
  const parsed = streamsSchema.safeParse(answer);
  return parsed.data?.data.result
    .flatMap(({ values }) =>
      values.map(([time, text]) => ({ time: BigInt(time), text })),
    )
    .sort((a, b) => Number(a.time > b.time) - Number(a.time < b.time));
}

/**
 * The labels of what was counted.
 *
 * @returns undefined if it is no such answer
 */
export function parseCounted(
  answer: unknown,
): ReadonlyArray<Readonly<Record<string, string>>> | undefined {
  const parsed = vectorSchema.safeParse(answer);
  return parsed.data?.data.result.map(({ metric }) => metric);
}
