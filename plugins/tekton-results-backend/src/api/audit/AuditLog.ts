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
  AuditorServiceEventSeverityLevel,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';
import type { Caller } from '../../auth';
import { failureReason } from './failureReason';

/** What somebody does, for the audit log. */
export interface AuditedAction {
  /** Such as `record-fetch`. */
  readonly eventId: string;
  readonly severity: AuditorServiceEventSeverityLevel;
  /** Names only; never what is stored, or what is asked of it. */
  readonly meta: JsonObject;
}

/** An action that has begun; one of these ends it. */
export interface AuditedEvent {
  succeed(): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** Writes down who reads, changes and is refused what. */
export class AuditLog {
  private readonly auditor: AuditorService;

  constructor(options: { auditor: AuditorService }) {
    this.auditor = options.auditor;
  }

  /** Writes down that somebody does something, and how it ended. */
  async record<T>(
    action: AuditedAction,
    { req, caller }: { req: Request; caller: Caller },
    work: () => Promise<T>,
  ): Promise<T> {
    const event = await this.begin(action, req, caller);
    let result: T;
    try {
      result = await work();
    } catch (error) {
      await event.fail(error);
      throw error;
    }
    await event.succeed();
    return result;
  }

  /** @param caller - absent: nobody is known */
  async begin(
    action: AuditedAction,
    req: Request,
    caller?: Caller,
  ): Promise<AuditedEvent> {
    const event = await this.auditor.createEvent({
      eventId: action.eventId,
      severityLevel: action.severity,
      // Of others the auditor would ask for credentials that they do not have.
      ...(caller?.credentials && { request: withoutQuery(req) }),
      meta: {
        ...action.meta,
        ...(!caller?.credentials && {
          caller: caller?.id ?? 'unknown',
          ...(caller?.impersonator && { impersonator: caller.impersonator }),
          method: req.method,
          path: pathOf(req),
          ...(req.ip !== undefined && { ip: req.ip }),
        }),
      },
    });
    return {
      succeed: () => event.success(),
      fail: error => event.fail({ error: failureReason(error) }),
    };
  }
}

/** Filters in queries may quote what is secret in runs. */
function withoutQuery(req: Request): Request {
  return Object.create(req, {
    originalUrl: { value: pathOf(req), enumerable: true },
  });
}

function pathOf(req: Request): string {
  return req.originalUrl.split('?', 1)[0];
}
