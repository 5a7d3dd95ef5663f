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

import { RUN_KEYS } from '../names';
import type { RunObject } from './RunObject';

/**
 * Where a run comes from, as far as its labels, annotations and parameters tell.
 *
 * @public
 */
export interface RunSource {
  /** Commit hash, as long as it is known. */
  readonly revision?: string;
  readonly branch?: string;
  /** URL of the repository, or `org/name` where only that is known. */
  readonly repository?: string;
  /** Number of the pull request, as text. */
  readonly pullRequest?: string;
  readonly author?: string;
  /** What set the run off: `push`, `pull_request`, the name of a trigger, … */
  readonly trigger?: string;
  /** First line of the commit message. */
  readonly title?: string;
  /** Page of the commit. */
  readonly url?: string;
}

const REVISION_PARAMS = ['revision', 'git-revision', 'commit', 'sha'];
const COMMIT_HASH = /^[0-9a-f]{7,64}$/;

/**
 * Reads the source of a run from Pipelines-as-Code's and Triggers' labels and
 * annotations, and from parameters that hold a commit hash.
 */
export function runSource(run: RunObject): RunSource {
  const { labels, annotations } = run.metadata;
  const { pac } = RUN_KEYS;
  const either = (key: string) => labels[key] ?? annotations[key];
  const org = either(pac.urlOrg);
  const repository = either(pac.urlRepository);

  return {
    revision: either(pac.sha) ?? revisionParam(run),
    branch: branchName(either(pac.sourceBranch) ?? either(pac.branch)),
    repository:
      either(pac.repoUrl) ??
      (org && repository ? `${org}/${repository}` : undefined),
    pullRequest: either(pac.pullRequest),
    author: either(pac.sender),
    trigger:
      either(pac.eventType) ??
      labels[RUN_KEYS.trigger] ??
      labels[RUN_KEYS.eventListener],
    title: either(pac.shaTitle),
    url: webUrl(either(pac.shaUrl)),
  };
}

function revisionParam(run: RunObject): string | undefined {
  for (const name of REVISION_PARAMS) {
    const value = run.spec.params.find(param => param.name === name)?.value;
    if (typeof value === 'string' && COMMIT_HASH.test(value)) {
      return value;
    }
  }
  return undefined;
}

function branchName(ref: string | undefined): string | undefined {
  return ref?.replace(/^refs\/heads\//, '');
}

/** Anyone who may create a run chooses this text: only web links are links. */
function webUrl(url: string | undefined): string | undefined {
  return url && /^https?:\/\//i.test(url) ? url : undefined;
}
