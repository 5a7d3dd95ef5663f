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

import { fractionText, NANOS_PER_MS, NANOS_PER_SECOND } from './nanos';

/**
 * Durations are 64-bit nanoseconds in Go, hence in Tekton Results and in the
 * conformance tests of CEL: about 292 years either way.
 */
const MAX_NANOS = 2n ** 63n - 1n;

/** Hostile texts end here; the longest sensible one is much shorter. */
const MAX_TEXT_LENGTH = 128;

const UNIT_NANOS: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  '\u00b5s': 1_000n, // the micro sign
  '\u03bcs': 1_000n, // the Greek letter, which looks the same
  ms: NANOS_PER_MS,
  s: NANOS_PER_SECOND,
  m: 60n * NANOS_PER_SECOND,
  h: 3_600n * NANOS_PER_SECOND,
};

const DURATION =
  /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/;
const STEP = /(?<whole>\d*)\.?(?<fraction>\d*)(?<unit>[a-z\u00b5\u03bc]+)/g;

/** A length of time of a CEL expression, in nanoseconds. */
export class CelDuration {
  constructor(readonly nanos: bigint) {}
}

/** Whether CEL has a duration for it. */
export function isValidDurationNanos(nanos: bigint): boolean {
  return nanos >= -MAX_NANOS - 1n && nanos <= MAX_NANOS;
}

/**
 * The duration that a text in Go's syntax tells, such as `1h5m`, `-1.5h`,
 * `300ms` or `0`.
 *
 * @returns undefined when it is none, or too long for CEL
 */
export function parseDuration(text: string): CelDuration | undefined {
  if (text.length > MAX_TEXT_LENGTH || !DURATION.test(text)) return undefined;
  let nanos = 0n;
  for (const { groups } of text.matchAll(STEP)) {
    const { whole, fraction, unit } = groups as Record<string, string>;
    nanos +=
      (BigInt(whole + fraction) * UNIT_NANOS[unit]) /
      10n ** BigInt(fraction.length);
  }
  if (text.startsWith('-')) nanos = -nanos;
  return isValidDurationNanos(nanos) ? new CelDuration(nanos) : undefined;
}

/** Seconds, as CEL's `string(duration)` writes them: `3.5s`. */
export function formatDuration({ nanos }: CelDuration): string {
  const length = nanos < 0n ? -nanos : nanos;
  const fraction = fractionText(length % NANOS_PER_SECOND);
  return `${nanos < 0n ? '-' : ''}${length / NANOS_PER_SECOND}${fraction}s`;
}

/** What CEL's `get…` functions take from a duration. */
export type DurationPart = 'Hours' | 'Minutes' | 'Seconds' | 'Milliseconds';

/**
 * The whole duration in hours, minutes or seconds, rounded towards zero.
 * `Milliseconds` are the odd one: those beyond the last whole second.
 */
export function durationPart(
  { nanos }: CelDuration,
  part: DurationPart,
): bigint {
  switch (part) {
    case 'Hours':
      return nanos / UNIT_NANOS.h;
    case 'Minutes':
      return nanos / UNIT_NANOS.m;
    case 'Seconds':
      return nanos / UNIT_NANOS.s;
    default:
      return (nanos % NANOS_PER_SECOND) / NANOS_PER_MS;
  }
}
