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

/** Prints a line. */
export function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

/**
 * How long something takes (ms), by the clock. To be printed and never compared:
 * how busy the machine is, nobody knows.
 */
export async function measured(action: () => Promise<void>): Promise<number> {
  const start = Date.now();
  await action();
  return Date.now() - start;
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Says how a figure stands to its limit, of which nobody is reminded by force. */
export function tellFigure(figure: {
  name: string;
  value: number;
  unit: string;
  limit: number;
}): void {
  const { name, value, unit, limit } = figure;
  const over = value > limit ? ', over the limit' : '';
  tell(`${name}: ${Math.round(value)} ${unit} (limit ${limit})${over}`);
}
