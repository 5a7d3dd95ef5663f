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
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { RetentionJob } from '../store';
import type { AuditedJob, JobEnd, RetentionAudit } from './RetentionAudit';

/**
 * Tells the auditor of Backstage. Names: docs/permissions.md. What the auditor cannot
 * write down is told in the log, and keeps no job from going on.
 */
export class BackstageRetentionAudit implements RetentionAudit {
  private readonly auditor: AuditorService;
  private readonly logger: LoggerService;

  constructor(options: { auditor: AuditorService; logger: LoggerService }) {
    this.auditor = options.auditor;
    this.logger = options.logger;
  }

  async begin({ id, trigger, actor }: RetentionJob): Promise<AuditedJob> {
    const event = await this.attempt(() =>
      this.auditor.createEvent({
        eventId: 'retention-job',
        severityLevel: 'medium',
        meta: { job: id, trigger, ...(actor && { actor }) },
      }),
    );
    return {
      ended: async ({ state, counts }) => {
        const meta = { state, removed: counts.map(count => ({ ...count })) };
        await this.attempt(async () =>
          isFailure(state)
            ? event?.fail({ error: withoutWords(state), meta })
            : event?.success({ meta }),
        );
      },
    };
  }

  private async attempt<T>(write: () => Promise<T>): Promise<T | undefined> {
    try {
      return await write();
    } catch (error) {
      this.logger.warn('A job of retention is missing from the audit log', {
        error: toError(error).message,
      });
      return undefined;
    }
  }
}

function isFailure(state: JobEnd): boolean {
  return state === 'failed' || state === 'interrupted';
}

/** As with other audit events: the words of errors may quote what is stored. */
function withoutWords(state: JobEnd): Error {
  const error = new Error(state);
  delete error.stack;
  return error;
}
