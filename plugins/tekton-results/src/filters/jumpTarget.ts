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

const UID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const COMMIT = /^[0-9a-f]{40}$/i;

/** Where a pasted text leads at once. */
export type JumpTarget =
  | { readonly kind: 'run'; readonly uid: string }
  | { readonly kind: 'commit'; readonly revision: string }
  /** A page of this app, with its parameters. */
  | { readonly kind: 'page'; readonly path: string };

/**
 * Tells where a pasted text leads: the uid of a run, a commit, or the address of
 * one of our pages; nothing if it is to be searched for.
 *
 * @param here - address of the current page
 */
export function jumpTarget(text: string, here: string): JumpTarget | undefined {
  const pasted = text.trim();
  if (UID.test(pasted)) {
    return { kind: 'run', uid: pasted.toLowerCase() };
  }
  if (COMMIT.test(pasted)) {
    return { kind: 'commit', revision: pasted.toLowerCase() };
  }
  const url = parseUrl(pasted);
  const isOurs =
    url?.origin === new URL(here).origin &&
    /\/(tekton-)?runs\b/.test(url.pathname);
  return url && isOurs
    ? { kind: 'page', path: `${url.pathname}${url.search}` }
    : undefined;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
