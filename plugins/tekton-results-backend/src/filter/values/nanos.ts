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

export const NANOS_PER_MS = 1_000_000n;
export const NANOS_PER_SECOND = 1_000_000_000n;

/** Division that rounds down, unlike `/`, which rounds towards zero. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const remainder = dividend % divisor;
  const rounded = dividend / divisor;
  return remainder < 0n ? rounded - 1n : rounded;
}

/** `.5` for half a second, nothing for none. */
export function fractionText(nanosOfSecond: bigint): string {
  if (nanosOfSecond === 0n) return '';
  return `.${String(nanosOfSecond).padStart(9, '0').replace(/0+$/, '')}`;
}
