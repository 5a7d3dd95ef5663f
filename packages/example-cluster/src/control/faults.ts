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

/** What goes wrong. */
export const faultEffectSchema = z.union([
  z.strictObject({
    status: z.number().int().min(100).max(599),
    body: z.json().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ hang: z.literal(true) }),
  z.strictObject({ reset: z.literal(true) }),
  z.strictObject({ delayMs: z.number().min(0) }),
  z.strictObject({ cutWatchAfterEvents: z.number().int().min(1) }),
  z.strictObject({
    log: z.strictObject({
      /** Breaks the connection after so many bytes. */
      cutAfterBytes: z.number().int().min(1).optional(),
      /** Ends the answer in order after so many bytes, as if there were no more. */
      endAfterBytes: z.number().int().min(1).optional(),
      /** Waits so long before each piece of 64 KiB. */
      delayMs: z.number().min(0).optional(),
      /** The node has thrown all but the last lines away. */
      keptLines: z.number().int().min(0).optional(),
    }),
  }),
]);

/** A fault as it is ordered over HTTP. */
export const faultSchema = z.strictObject({
  match: z
    .strictObject({
      method: z.string().optional(),
      /** The beginning of the path. */
      path: z.string().optional(),
      /** A regular expression for path and query. */
      pathPattern: z.string().optional(),
      /** Only watches, or only what is no watch. */
      watch: z.boolean().optional(),
    })
    .default({}),
  effect: faultEffectSchema,
  /** How often it happens; default: until it is cleared. */
  times: z.number().int().min(1).optional(),
});

/**
 * A misbehaviour of the server: which requests (`match`), what happens to them (`effect`) and how
 * often (`times`, default until it is cleared). The first that matches wins.
 */
export type Fault = z.input<typeof faultSchema>;
/** What a {@link Fault} does. */
export type FaultEffect = z.infer<typeof faultEffectSchema>;
/** What goes wrong with a log. */
export type LogFault = Extract<FaultEffect, { log: unknown }>['log'];

/** The part of a request that faults look at. */
export interface FaultRequest {
  method: string;
  /** Path with query. */
  url: string;
  watch: boolean;
}

interface ArmedFault {
  fault: z.infer<typeof faultSchema>;
  pattern?: RegExp;
  left: number;
}

/** The faults that are in force. */
export class FaultRegistry {
  private armed: ArmedFault[] = [];

  /** Throws when the fault makes no sense. */
  add(input: Fault): void {
    const fault = faultSchema.parse(input);
    this.armed.push({
      fault,
      pattern:
        fault.match.pathPattern === undefined
          ? undefined
          : new RegExp(fault.match.pathPattern),
      left: fault.times ?? Infinity,
    });
  }

  clear(): void {
    this.armed = [];
  }

  /** The effect on a request, counted as used. */
  take(request: FaultRequest): FaultEffect | undefined {
    const armed = this.armed.find(candidate => matches(candidate, request));
    if (!armed) {
      return undefined;
    }
    armed.left -= 1;
    if (armed.left <= 0) {
      this.armed = this.armed.filter(other => other !== armed);
    }
    return armed.fault.effect;
  }

  /** What is in force, for the state report. */
  list(): Fault[] {
    return this.armed.map(({ fault, left }) => ({
      ...fault,
      times: Number.isFinite(left) ? left : undefined,
    }));
  }
}

function matches({ fault, pattern }: ArmedFault, request: FaultRequest) {
  const { method, path, watch } = fault.match;
  return (
    (method === undefined ||
      method.toLocaleUpperCase('en-US') === request.method) &&
    (path === undefined || request.url.startsWith(path)) &&
    (pattern === undefined || pattern.test(request.url)) &&
    (watch === undefined || watch === request.watch)
  );
}
