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

import type { Filter } from '../filter';

/**
 * Which stored objects somebody may see, or do something with. Every object is
 * either within it or not: what an object does not have is not like any value.
 */
export type AccessFilter =
  | {
      /** Of no parts: everything, and nothing. */
      readonly kind: 'allOf' | 'anyOf';
      readonly parts: readonly AccessFilter[];
    }
  | { readonly kind: 'not'; readonly part: AccessFilter }
  | {
      /**
       * The namespace is the parent; the kind that of the object; the reason that of
       * its first condition; the pipeline that by which the run is known.
       */
      readonly kind:
        | 'cluster'
        | 'namespace'
        | 'dataType'
        | 'objectKind'
        | 'reason'
        | 'pipeline';
      readonly values: readonly string[];
    }
  | {
      readonly kind: 'label' | 'annotation';
      readonly key: string;
      /** Absent: any. */
      readonly values?: readonly string[];
    }
  | {
      /** What a filter on Records matches, and nothing else. */
      readonly kind: 'filter';
      readonly filter: Filter;
    };

/** Where an object is, as far as it is known. */
export interface AccessPlace {
  readonly cluster?: string;
  readonly namespace?: string;
}

export const EVERYTHING: AccessFilter = { kind: 'allOf', parts: [] };
export const NOTHING: AccessFilter = { kind: 'anyOf', parts: [] };

/** What all of the filters let pass. */
export function allOf(...parts: readonly AccessFilter[]): AccessFilter {
  return combine('allOf', parts);
}

/** What some of the filters let pass. */
export function anyOf(...parts: readonly AccessFilter[]): AccessFilter {
  return combine('anyOf', parts);
}

export function isEverything(access: AccessFilter): boolean {
  return access.kind === 'allOf' && access.parts.length === 0;
}

export function isNothing(access: AccessFilter): boolean {
  return access.kind === 'anyOf' && access.parts.length === 0;
}

const PLACE = ['cluster', 'namespace'];

/** Whether the place of an object alone decides on it. */
export function asksOnlyForPlace(access: AccessFilter): boolean {
  return asksOnlyFor(PLACE, access);
}

/** Whether nothing is asked of what is stored in an object. */
export function asksNothingOfObject(access: AccessFilter): boolean {
  return asksOnlyFor([...PLACE, 'dataType'], access);
}

function asksOnlyFor(kinds: readonly string[], access: AccessFilter): boolean {
  switch (access.kind) {
    case 'allOf':
    case 'anyOf':
      return access.parts.every(part => asksOnlyFor(kinds, part));
    case 'not':
      return asksOnlyFor(kinds, access.part);
    default:
      return kinds.includes(access.kind);
  }
}

/**
 * What a filter says of every object in a place, whatever else it is: undefined
 * if that depends on the object.
 */
export function decideOnPlace(
  access: AccessFilter,
  place: AccessPlace,
): boolean | undefined {
  switch (access.kind) {
    case 'allOf':
    case 'anyOf': {
      const decisive = access.kind === 'anyOf';
      const decisions = access.parts.map(part => decideOnPlace(part, place));
      if (decisions.includes(decisive)) {
        return decisive;
      }
      return decisions.includes(undefined) ? undefined : !decisive;
    }
    case 'not': {
      const decision = decideOnPlace(access.part, place);
      return decision === undefined ? undefined : !decision;
    }
    case 'cluster':
    case 'namespace': {
      const value = place[access.kind];
      return value === undefined ? undefined : access.values.includes(value);
    }
    default:
      return undefined;
  }
}

/**
 * The objects that are within an access, or not (`wanted`), whatever is stored in
 * them.
 */
export function decidedWithoutObject(
  access: AccessFilter,
  wanted = true,
): AccessFilter {
  return decidedBy([...PLACE, 'dataType'], access, wanted);
}

/** The objects that are within an access, whatever filters say of them. */
export function decidedWithoutFilters(access: AccessFilter): AccessFilter {
  return decidedBy(
    [...PLACE, 'dataType', 'objectKind', 'label', 'annotation'],
    access,
    true,
  );
}

function decidedBy(
  kinds: readonly string[],
  access: AccessFilter,
  wanted: boolean,
): AccessFilter {
  switch (access.kind) {
    case 'allOf':
    case 'anyOf': {
      const parts = access.parts.map(part => decidedBy(kinds, part, wanted));
      return (access.kind === 'allOf') === wanted
        ? allOf(...parts)
        : anyOf(...parts);
    }
    case 'not':
      return decidedBy(kinds, access.part, !wanted);
    default:
      if (!kinds.includes(access.kind)) {
        return NOTHING;
      }
      return wanted ? access : { kind: 'not', part: access };
  }
}

function combine(
  kind: 'allOf' | 'anyOf',
  given: readonly AccessFilter[],
): AccessFilter {
  const [neutral, decisive] =
    kind === 'allOf' ? [EVERYTHING, NOTHING] : [NOTHING, EVERYTHING];
  const parts = given
    .filter(part => part.kind !== kind || part.parts.length > 0)
    .flatMap(part => (part.kind === kind ? part.parts : [part]));
  if (parts.some(part => part.kind === decisive.kind && isConstant(part))) {
    return decisive;
  }
  if (parts.length === 0) {
    return neutral;
  }
  return parts.length === 1 ? parts[0] : { kind, parts };
}

function isConstant(access: AccessFilter): boolean {
  return isEverything(access) || isNothing(access);
}
