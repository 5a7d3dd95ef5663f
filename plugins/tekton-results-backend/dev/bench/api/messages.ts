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

const clientReportSchema = z.object({
  title: z.string(),
  perSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** Answers with another status than 200. */
  failed: z.number(),
});

/** How one scenario went. */
export type ClientReport = Readonly<z.infer<typeof clientReportSchema>>;

/** What the client says before it asks for the first time that counts. */
export const BEGINS = 'begins';

/** What the client says when it has told all of them. */
export const ENDED = 'ended';

/** Whether a message of the client is a report. */
export function isClientReport(message: unknown): message is ClientReport {
  return clientReportSchema.safeParse(message).success;
}
