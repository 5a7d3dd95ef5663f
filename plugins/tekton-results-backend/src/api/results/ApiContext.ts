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

import type { Request } from 'express';
import type {
  ResultStore,
  ResultView,
  ResultWriter,
  SummaryStore,
} from '../../store';
import type { BodyReader } from './BodyReader';

/** Which clusters a request is about, as its path says. */
export interface RequestScope {
  /** What it reads from. */
  readonly view: ResultView;
  /** What it writes to. */
  readonly cluster: string;
}

/** What routes answer with. */
export interface ApiContext {
  readonly store: ResultStore;
  readonly summaries: SummaryStore;
  readonly writer: ResultWriter;
  readonly bodies: BodyReader;
  /** @throws ResultsApiError if there is no such cluster */
  readonly scopeOf: (req: Request) => RequestScope;
}
