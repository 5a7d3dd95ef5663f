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

import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import {
  databaseLogDriverFactory,
  DriverLogArchive,
  LogDrivers,
} from '../../logs';
import { createStores } from '../../store';
import { DOCUMENTS, type MatrixDocument } from './archive';
import { within, type MatrixCaller } from './callers';
import { recordPath } from './writings';

/** In which the one log of each TaskRun was written. */
export const LOG_CONTAINER = 'step-x';

/** The TaskRuns, which have logs. */
export const LOGGED: readonly MatrixDocument[] = DOCUMENTS.filter(
  ({ data }) => data.kind === 'TaskRun',
);

/** What only the log of a run says. */
function logMark(document: MatrixDocument): string {
  return `mk7${String(LOGGED.indexOf(document)).padStart(3, '0')}mk`;
}

export function isLogMark(mark: string): boolean {
  return /^mk7\d{3}mk$/.test(mark);
}

/** Stores a log for each TaskRun that is stored, unless they have theirs. */
export async function keepLogs(db: Knex): Promise<void> {
  if (await db('step_logs').first('id')) {
    return;
  }
  const stores = await createStores({
    database: mockServices.database({ knex: db, migrations: { skip: true } }),
  });
  const { drivers } = await LogDrivers.create({
    driver: 'database',
    config: undefined,
    factories: [databaseLogDriverFactory({ objects: stores.logObjects })],
    logger: mockServices.logger.mock(),
  });
  const archive = new DriverLogArchive({
    store: stores.logs,
    drivers,
    settings: { maxBytes: 1e6, redact: [] },
  });
  const { signal } = new AbortController();
  for (const document of LOGGED) {
    const [log] = await stores.logs.open(
      [
        {
          cluster: document.cluster,
          runUid: document.data.metadata.uid,
          attempt: 1,
          container: LOG_CONTAINER,
          kind: 'step',
          step: 'x',
          position: 0,
          podName: 'pod',
        },
      ],
      {},
    );
    const text = `2026-11-21T10:00:00Z text ${logMark(document)}\n`;
    const source = (async function* once() {
      yield Buffer.from(text);
    })();
    await archive.append(log, source, { isLast: () => true, signal });
    await stores.logs.settle(log.id, { state: 'stored' }, {});
  }
  await stores.close();
}

/** A request for a log, and what of logs its answer may and must tell. */
export interface LogReading {
  readonly path: string;
  readonly status: number;
  readonly marks: readonly string[];
}

/** All that somebody may ask about the log of a TaskRun. */
export function logReadingsOf(
  caller: MatrixCaller,
  document: MatrixDocument,
): LogReading[] {
  const { rights, credentials, kubernetes, stranger } = caller;
  const seesRun = within(rights.read, document);
  const seesLog = seesRun && within(rights.log, document);
  const marks = seesLog ? [logMark(document)] : [];
  const run = `/api/tekton-results/v1/runs/${document.cluster}/${document.data.metadata.uid}/logs`;
  const native = (path: string, status: number, told = marks): LogReading => {
    const isSomebody = credentials !== undefined && !stranger;
    return {
      path: `${run}${path}`,
      status: isSomebody ? status : 401,
      marks: isSomebody ? told : [],
    };
  };
  const whole = seesLog ? 200 : 403;
  const status = seesRun ? whole : 404;
  const compatible = (): number => {
    const isRefused =
      stranger ||
      (kubernetes !== undefined &&
        (kubernetes.cluster !== document.cluster ||
          !kubernetes.resources.includes('logs') ||
          kubernetes.namespaces?.includes(document.parent) === false));
    if (isRefused) {
      return 401;
    }
    return seesLog ? 200 : 404;
  };
  const compatibleStatus = compatible();
  return [
    native('', seesRun ? 200 : 404, []),
    native('/search?q=text', seesRun ? 200 : 404),
    // Packed, so the mark does not show.
    native('/download', status, []),
    ...['lines', 'lines/1', 'download', 'follow'].map(what =>
      native(`/1/${LOG_CONTAINER}/${what}`, status),
    ),
    ...['v1alpha2', 'v1alpha3'].map(version => ({
      path: recordPath(document)
        .replace('v1alpha2', version)
        .replace('/records/', '/logs/'),
      status: compatibleStatus,
      marks: compatibleStatus === 200 ? marks : [],
    })),
  ];
}
