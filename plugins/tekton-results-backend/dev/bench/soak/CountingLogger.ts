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
import type { LoggerService } from '@backstage/backend-plugin-api';

/** Counts what is logged as a warning or an error, and holds the first of it. */
export class CountingLogger implements LoggerService {
  warnings = 0;
  errors = 0;
  first: string | undefined;

  /** What was logged until now is as it should be. */
  forget(): void {
    this.warnings = 0;
    this.errors = 0;
    this.first = undefined;
  }

  error(message: string): void {
    this.errors += 1;
    this.first ??= message;
  }

  warn(message: string): void {
    this.warnings += 1;
    this.first ??= message;
  }

  info(): void {}

  debug(): void {}

  child(): LoggerService {
    return this;
  }
}
