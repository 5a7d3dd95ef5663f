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

import {
  ANNOTATION_SOURCE_LOCATION,
  parseLocationRef,
  type Entity,
} from '@backstage/catalog-model';

/**
 * The repository of an entity's sources.
 *
 * @internal
 */
export interface SourceRepository {
  /** Where its host shows it, in every spelling that a run may have. */
  readonly urls: readonly string[];
  /**
   * Its owner on the host, `group/subgroup` on GitLab, and its name; absent where
   * Pipelines-as-Code has no such words for the host.
   */
  readonly path?: { readonly owner: string; readonly name: string };
}

/** Hosts where repositories are two parts deep, whatever the third is called. */
const FLAT_HOSTS = new Set(['github.com', 'bitbucket.org']);

/** What follows the path of a repository in the URL of something in it. */
const PLACES_WITHIN = new Set([
  'blob',
  'browse',
  'commit',
  'commits',
  'edit',
  'raw',
  'src',
  'tree',
]);

/**
 * Finds the repository that the source location of an entity is in. As the host
 * alone does not tell what runs on it, the form of the path decides, as it does
 * in Backstage's integrations.
 *
 * @returns undefined if there is no location, or if it is in no repository
 * @internal
 */
export function sourceRepository(entity: Entity): SourceRepository | undefined {
  const url = sourceUrl(entity);
  const parts = url && pathParts(url);
  if (!parts) {
    return undefined;
  }
  const urlOf = (...path: string[]) =>
    `${url.origin}/${path.map(encodeURIComponent).join('/')}`;
  return (
    azureRepository(parts, urlOf) ??
    bitbucketServerRepository(parts, urlOf) ??
    plainRepository(parts, urlOf, FLAT_HOSTS.has(url.hostname))
  );
}

function sourceUrl(entity: Entity): URL | undefined {
  const location = entity.metadata.annotations?.[ANNOTATION_SOURCE_LOCATION];
  if (!location) {
    return undefined;
  }
  try {
    const { type, target } = parseLocationRef(location);
    const url = new URL(target);
    return type === 'url' && ['http:', 'https:'].includes(url.protocol)
      ? url
      : undefined;
  } catch {
    // The catalog and TechDocs tell of locations that are none.
    return undefined;
  }
}

function pathParts(url: URL): string[] | undefined {
  try {
    return url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

type UrlOf = (...path: string[]) => string;

/** `org/project/_git/name`. */
function azureRepository(
  parts: readonly string[],
  urlOf: UrlOf,
): SourceRepository | undefined {
  const at = parts.indexOf('_git');
  return at > 0 && at + 1 < parts.length
    ? { urls: [urlOf(...parts.slice(0, at + 2))] }
    : undefined;
}

/** `projects/KEY/repos/name`, `users/name/repos/name` or `scm/key/name.git`. */
function bitbucketServerRepository(
  parts: readonly string[],
  urlOf: UrlOf,
): SourceRepository | undefined {
  const at = parts.indexOf('repos');
  const kind = parts[at - 2];
  if ((kind === 'projects' || kind === 'users') && at + 1 < parts.length) {
    const owner = parts[at - 1];
    const url = urlOf(...parts.slice(0, at + 2));
    return {
      urls: [url, `${url}/browse`],
      path: {
        owner: kind === 'users' ? `~${owner}` : owner,
        name: parts[at + 1],
      },
    };
  }
  if (parts[0] === 'scm' && parts.length >= 3) {
    const name = withoutGit(parts[2]);
    // Only here are keys of projects written in small letters.
    const owner = parts[1].toUpperCase();
    const url = urlOf('projects', owner, 'repos', name);
    return { urls: [url, `${url}/browse`], path: { owner, name } };
  }
  return undefined;
}

/** `owner/name` or, on GitLab, `group/subgroup/name`. */
function plainRepository(
  parts: readonly string[],
  urlOf: UrlOf,
  flat: boolean,
): SourceRepository | undefined {
  const path = parts.slice(0, flat ? 2 : endOfRepository(parts));
  if (path.length < 2) {
    return undefined;
  }
  const groups = path.slice(0, -1);
  const name = withoutGit(path[path.length - 1]);
  const url = urlOf(...groups, name);
  return {
    urls: [url, `${url}.git`],
    path: { owner: groups.join('/'), name },
  };
}

/** GitLab's dash is never a part of a repository's path; other words may be. */
function endOfRepository(parts: readonly string[]): number {
  const dash = parts.indexOf('-', 2);
  const within = parts.findIndex(
    (part, index) => index >= 2 && PLACES_WITHIN.has(part),
  );
  return [dash, within].find(index => index > 0) ?? parts.length;
}

function withoutGit(name: string): string {
  return name.replace(/\.git$/, '');
}
