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

import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { RELATION_OWNED_BY, type Entity } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ENTITY_ANNOTATIONS,
  entityScope,
} from 'backstage-plugin-tekton-results-common';
import { FilterError } from '../../filter';
import { accessTest, type AccessFilter, type AccessSubject } from '../../store';
import { entityAccess } from './entityAccess';

/** So long after a change in the catalog somebody may still see what they saw. */
const MAX_AGE_MS = 30_000;

/**
 * A filter that an entity states is no proof that the runs are its own: anybody
 * who may describe an entity could claim all runs with it.
 */
const {
  filter: STATED_FILTER,
  labelSelector,
  kubernetesId,
  cicd,
} = ENTITY_ANNOTATIONS;
const OWNING_ANNOTATIONS = [labelSelector, kubernetesId, cicd];

/**
 * Each label that is asked for is a look-up in every query of its owners. Whoever
 * may describe an entity must not make these queries as long as they like.
 */
const MAX_LABELS = 16;
const MAX_LABEL_VALUES = 256;

const FIELDS = ['kind', 'metadata', 'relations'];

/** An entity with runs, and who owns it. */
interface OwnedEntity {
  /** Entity references in lower case. */
  readonly owners: readonly string[];
  /** Whether an object belongs to the entity. */
  readonly isWithin: (subject: AccessSubject) => boolean;
  readonly scope: Parameters<typeof entityAccess>[0][number];
}

/** Knows from the catalog whose runs are whose. */
export class EntityOwnership {
  private readonly catalog: CatalogService;
  private readonly auth: AuthService;
  private readonly now: () => number;
  private known:
    | {
        readonly since: number;
        readonly entities: Promise<readonly OwnedEntity[]>;
      }
    | undefined;

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.catalog = options.catalog;
    this.auth = options.auth;
    this.now = options.now ?? Date.now;
  }

  /**
   * The runs that belong to entities of some owners.
   *
   * @throws ServiceUnavailableError if the catalog does not answer
   */
  async accessOf(owners: readonly string[]): Promise<AccessFilter> {
    const wanted = new Set(owners.map(normalized));
    const entities = await this.entities();
    return entityAccess(
      entities
        .filter(entity => entity.owners.some(owner => wanted.has(owner)))
        .map(({ scope }) => scope),
    );
  }

  /**
   * Who owns an entity that an object belongs to, as entity references.
   *
   * @throws ServiceUnavailableError if the catalog does not answer
   */
  async ownersOf(subject: AccessSubject): Promise<string[]> {
    const entities = await this.entities();
    const owners = entities
      .filter(({ isWithin }) => isWithin(subject))
      .flatMap(entity => entity.owners);
    return [...new Set(owners)];
  }

  private async entities(): Promise<readonly OwnedEntity[]> {
    if (!this.known || this.now() - this.known.since >= MAX_AGE_MS) {
      const read = { since: this.now(), entities: this.read() };
      this.known = read;
      read.entities.catch(() => {
        // The next one asks again.
        if (this.known === read) {
          this.known = undefined;
        }
      });
    }
    return this.known.entities;
  }

  private async read(): Promise<readonly OwnedEntity[]> {
    const found: OwnedEntity[] = [];
    try {
      const credentials = await this.auth.getOwnServiceCredentials();
      const pages = this.catalog.streamEntities(
        {
          fields: FIELDS,
          filter: OWNING_ANNOTATIONS.map(annotation => ({
            [`metadata.annotations.${annotation}`]: CATALOG_FILTER_EXISTS,
          })),
        },
        { credentials },
      );
      for await (const page of pages) {
        found.push(...page.flatMap(ownedEntity));
      }
    } catch (error) {
      throw new ServiceUnavailableError(
        'The catalog does not tell who owns what',
        error,
      );
    }
    return found;
  }
}

function ownedEntity(entity: Entity): OwnedEntity[] {
  const { [STATED_FILTER]: _, ...annotations } =
    entity.metadata.annotations ?? {};
  const mapping = entityScope({
    ...entity,
    metadata: { ...entity.metadata, annotations },
  });
  if (mapping.kind !== 'mapped' || asksForTooMuch(mapping.scope)) {
    return [];
  }
  const owners = (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => normalized(targetRef));
  const { scope } = mapping;
  try {
    return [{ owners, scope, isWithin: accessTest(entityAccess([scope])) }];
  } catch (error) {
    // One entity that nobody can read must not hide the runs of all others.
    if (error instanceof FilterError) {
      return [];
    }
    throw error;
  }
}

function asksForTooMuch({ labels = [] }: OwnedEntity['scope']): boolean {
  const values = labels.flatMap(label =>
    'values' in label ? label.values : [],
  );
  return labels.length > MAX_LABELS || values.length > MAX_LABEL_VALUES;
}

function normalized(entityRef: string): string {
  return entityRef.toLocaleLowerCase('en-US');
}
