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

import type { Request, Response } from 'express';
import type { ResultsRequest } from '../../auth';
import type { Filter } from '../../filter';
import type { RunLogs } from '../../logs';
import type {
  LogStore,
  PinStore,
  ResultStore,
  ResultView,
  ResultWriter,
  RunStore,
  SummaryStore,
  WriteAccess,
} from '../../store';
import type { PositionSealer } from '../positions';
import type { BodyReader } from './BodyReader';

/** What a request is about, and what of it is its caller's. */
export interface RequestScope {
  /** What it reads from: nothing that the caller may not see. */
  readonly view: ResultView;
  /**
   * What it writes to.
   *
   * @throws ResultsApiError if that is not there
   */
  readonly cluster: string;
  readonly access: WriteAccess;
}

/** What routes answer with. */
export interface ApiContext {
  readonly store: ResultStore;
  readonly summaries: SummaryStore;
  readonly writer: ResultWriter;
  readonly runs: Pick<RunStore, 'get' | 'children'>;
  readonly runLogs: Pick<RunLogs, 'of'>;
  readonly logs: Pick<LogStore, 'logsOf' | 'expire'>;
  readonly pins: Pick<PinStore, 'isKept'>;
  readonly bodies: BodyReader;
  readonly positions: PositionSealer;
  /**
   * Every route asks this before it touches the store.
   *
   * @throws AccessError if the caller may not do that at all
   * @throws ResultsApiError if there is no such cluster, for all that the caller
   * may know
   */
  readonly scopeOf: (
    req: Request,
    res: Response,
    request: ResultsRequest,
  ) => Promise<RequestScope>;
  /**
   * The same for routes that tell nothing of what is stored.
   *
   * @throws ResultsApiError as `scopeOf`
   */
  readonly assertCluster: (req: Request, res: Response) => Promise<void>;
  /**
   * Does what reads many stored objects, if the caller has not asked for too much
   * of that.
   *
   * @throws TooManyRequestsError
   */
  readonly expensive: <T>(res: Response, work: () => Promise<T>) => Promise<T>;
  /** Whether a filter reads many stored objects. */
  readonly isExpensive: (filter: Filter | undefined) => boolean;
}
