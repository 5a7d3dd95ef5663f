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

import { useApi } from '@backstage/core-plugin-api';
import type {
  LogDownload,
  LogRef,
  RunRef,
  TektonResultsLogsApi,
} from 'backstage-plugin-tekton-results-common';
import { useState } from 'react';
import { tektonResultsApiRef } from '../../api';
import { plainText } from './plainText';
import { saveFile } from './saveFile';

/**
 * What can be saved: a step as it was written, without control sequences, or with
 * times; all steps of its task; all of the run.
 */
export type LogDownloadKind = 'raw' | 'plain' | 'times' | 'task' | 'run';

/** Saves logs as files. */
export function useDownload(of: {
  readonly run: RunRef;
  readonly log: LogRef;
}) {
  const api = useApi(tektonResultsApiRef);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error>();

  const download = async (kind: LogDownloadKind) => {
    setPending(true);
    setError(undefined);
    try {
      await saveFile(await fetchDownload(api, kind, of));
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)));
    } finally {
      setPending(false);
    }
  };
  return { download, pending, error };
}

async function fetchDownload(
  api: TektonResultsLogsApi,
  kind: LogDownloadKind,
  { run, log }: { readonly run: RunRef; readonly log: LogRef },
): Promise<LogDownload> {
  switch (kind) {
    case 'run':
      return api.downloadRunLogs(run);
    case 'task':
      return api.downloadRunLogs({ cluster: log.cluster, uid: log.uid });
    case 'times':
      return api.downloadLog(log, { timestamps: true });
    case 'plain': {
      const { fileName, body } = await api.downloadLog(log);
      return { fileName, body: body.pipeThrough(plainText()) };
    }
    default:
      return api.downloadLog(log);
  }
}
