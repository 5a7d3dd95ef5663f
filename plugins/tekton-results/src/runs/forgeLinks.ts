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

import type { RunSource } from 'backstage-plugin-tekton-results-common';

/** Pages of the forge about what a run was made of. */
export interface ForgeLinks {
  readonly branch?: string;
  readonly pullRequest?: string;
}

interface Forge {
  /** What precedes the hash in the address of a commit, after the repository. */
  readonly commit: RegExp;
  readonly branch: string;
  readonly pullRequest: string;
}

const GITHUB: Forge = {
  commit: /\/commit\/[0-9a-f]+\/?$/,
  branch: '/tree/',
  pullRequest: '/pull/',
};
const GITLAB: Forge = {
  commit: /\/-\/commit\/[0-9a-f]+\/?$/,
  branch: '/-/tree/',
  pullRequest: '/-/merge_requests/',
};
const BITBUCKET: Forge = {
  commit: /\/commits\/[0-9a-f]+\/?$/,
  branch: '/branch/',
  pullRequest: '/pull-requests/',
};

/**
 * Tells from the page of the commit where the forge shows its branch and its pull
 * request. Nothing of a forge that is not known: a wrong link is worse than none.
 */
export function forgeLinks(source: RunSource): ForgeLinks {
  const url = source.url ? parseUrl(source.url) : undefined;
  const forge = url && forgeOf(url);
  if (!url || !forge) {
    return {};
  }
  const repository = `${url.origin}${url.pathname.replace(forge.commit, '')}`;
  const { branch, pullRequest } = source;
  return {
    branch: branch && `${repository}${forge.branch}${encodeURI(branch)}`,
    pullRequest:
      pullRequest &&
      `${repository}${forge.pullRequest}${encodeURIComponent(pullRequest)}`,
  };
}

function forgeOf({ hostname, pathname }: URL): Forge | undefined {
  if (GITLAB.commit.test(pathname)) {
    return GITLAB;
  }
  if (/(^|\.)github\./.test(hostname) && GITHUB.commit.test(pathname)) {
    return GITHUB;
  }
  return hostname === 'bitbucket.org' && BITBUCKET.commit.test(pathname)
    ? BITBUCKET
    : undefined;
}

function parseUrl(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}
