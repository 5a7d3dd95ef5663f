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

import { parseArgs } from 'util';
import { toError } from '@backstage/errors';
import { MIN_PAGE_SIZE } from './ResultsServer';
import { UsageError } from '../UsageError';

const DEFAULT_PAGE_SIZE = 500;
const MAX_PAGE_SIZE = 10_000;
const SEGMENT = /^[a-z0-9_-]{1,63}$/;

export const IMPORT_HELP = `tekton-results import --from URL [options]

Copies the Results and Records of a Tekton Results server into the archive, page
by page. It may be stopped and run again at any time: it goes on where it was, and
what is there already stays.

  --from URL         base URL of the server, the part before /apis/results.tekton.dev
  --token TOKEN      bearer token; other processes can read it. Rather use
  --token-file FILE  a file that holds it, read for each request, or the
                     environment variable TEKTON_RESULTS_TOKEN
  --ca-file FILE     certificates (PEM) to trust the server by
  --insecure-skip-tls-verify
                     trust any server
  --cluster NAME     whose history it is (the first cluster of the configuration)
  --parent NAME      only this namespace; may be repeated
  --page-size N      from ${MIN_PAGE_SIZE} to ${MAX_PAGE_SIZE} (${DEFAULT_PAGE_SIZE}); smaller if a page is too large
  --state FILE       where to note how far it is (tekton-results-import.json)
  --logs             also copy the logs that the server has, one for each run
  --dry-run          only count what would be copied
  --config FILE      configuration that names the database; may be repeated

Exit code: 0 all of it is in the archive; 1 it ended before that; 2 it cannot be
done as asked; 3 all but what was refused or not found; 130 interrupted.
`;

/** What an import was asked to do. */
export interface ImportArguments {
  /** Without a slash at the end. */
  readonly from: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly skipTLSVerify: boolean;
  readonly cluster?: string;
  /** `-` alone: all. */
  readonly parents: readonly string[];
  readonly pageSize: number;
  readonly stateFile: string;
  readonly dryRun: boolean;
  /** Whether the logs themselves are copied, too. */
  readonly logs: boolean;
  readonly configFiles: readonly string[];
}

/**
 * Reads the arguments of an import.
 *
 * @returns undefined if help was asked for
 * @throws UsageError
 */
export function parseImportArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ImportArguments | undefined {
  const values = parseOptions(argv);
  if (values.help) {
    return undefined;
  }
  const { token, 'token-file': tokenFile, parent = [] } = values;
  if (token !== undefined && tokenFile !== undefined) {
    throw new UsageError('Give either --token or --token-file');
  }
  for (const name of parent) {
    if (name !== '-' && !SEGMENT.test(name)) {
      throw new UsageError(`--parent must be a namespace, not '${name}'`);
    }
  }
  return {
    from: parseBaseUrl(values.from),
    token: tokenFile
      ? undefined
      : (token ?? env.TEKTON_RESULTS_TOKEN)?.trim() || undefined,
    tokenFile,
    caFile: values['ca-file'],
    skipTLSVerify: values['insecure-skip-tls-verify'],
    cluster: values.cluster,
    parents:
      parent.length === 0 || parent.includes('-')
        ? ['-']
        : [...new Set(parent)],
    pageSize: parsePageSize(values['page-size']),
    stateFile: values.state,
    dryRun: values['dry-run'],
    logs: values.logs,
    configFiles: values.config,
  };
}

function parseOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        from: { type: 'string' },
        token: { type: 'string' },
        'token-file': { type: 'string' },
        'ca-file': { type: 'string' },
        'insecure-skip-tls-verify': { type: 'boolean', default: false },
        cluster: { type: 'string' },
        parent: { type: 'string', multiple: true },
        'page-size': { type: 'string', default: String(DEFAULT_PAGE_SIZE) },
        state: { type: 'string', default: 'tekton-results-import.json' },
        logs: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        config: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(toError(error).message);
  }
}

function parseBaseUrl(text: string | undefined): string {
  if (!text) {
    throw new UsageError('--from must name the server to copy from');
  }
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--from must be an http or https URL, not '${text}'`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new UsageError(
      '--from must be a URL without credentials, query and fragment',
    );
  }
  const path = url.pathname.replace(/\/apis\/results\.tekton\.dev(\/.*)?$/, '');
  return `${url.origin}${path}`.replace(/\/+$/, '');
}

function parsePageSize(text: string): number {
  const size = Number(text);
  if (
    !Number.isSafeInteger(size) ||
    size < MIN_PAGE_SIZE ||
    size > MAX_PAGE_SIZE
  ) {
    throw new UsageError(
      `--page-size must be a whole number from ${MIN_PAGE_SIZE} to ${MAX_PAGE_SIZE}, not '${text}'`,
    );
  }
  return size;
}
