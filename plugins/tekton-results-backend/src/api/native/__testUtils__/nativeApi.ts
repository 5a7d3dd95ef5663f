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
  mockCredentials,
  mockErrorHandler,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';
import express from 'express';
import request from 'supertest';
import type { z } from 'zod';
import type { TestPolicy } from '../../../__testUtils__/callers';
import { TEST_NOW } from '../../../__testUtils__/databases';
import type { Retention } from '../../../retention';
import type { Stores } from '../../../store';
import { accessParts } from '../../__testUtils__/accessParts';
import { logParts } from '../../__testUtils__/logParts';
import { retentionParts } from '../../__testUtils__/retentionParts';
import { createNativeRouter } from '../createNativeRouter';
import { errorAnswer } from '../openapi/answers';
import type { Operation } from '../openapi/Operation';
import { operations } from '../openapi/operations';

const HEALTHY: CaptureHealth = {
  state: 'ok',
  clusters: [],
  configProblems: [],
};

/**
 * The native API over an archive. Every answer is held to the OpenAPI document:
 * one that it does not describe fails the test.
 */
export function nativeApi(
  stores: Stores,
  options: {
    policy?: TestPolicy;
    entities?: Entity[];
    health?: CaptureHealth;
    now?: () => number;
    retention?: Partial<Retention>;
  } = {},
) {
  const { entities = [], health = HEALTHY, now = () => TEST_NOW } = options;
  const app = express()
    .use(
      '/v1',
      createNativeRouter({
        runs: stores.runs,
        results: stores.results,
        ...logParts(),
        runAggregates: stores.runAggregates,
        ...retentionParts(stores, options.retention),
        adviseFilter: stores.adviseFilter,
        catalog: catalogServiceMock({ entities }),
        ...accessParts({ results: stores.results, ...options }),
        health: () => health,
        database: stores.database,
        outages: stores.outages,
        now,
      }),
    )
    .use(mockErrorHandler());

  async function get(path: string, query: object = {}, user = 'jo') {
    const { status, body } = await request(app)
      .get(`/v1${path}`)
      .query(query)
      .set(
        'Authorization',
        mockCredentials.user.header(`user:default/${user}`),
      );
    const operation = operations.find(
      each => each.method === 'get' && matches(each.path, path),
    );
    if (!operation) {
      throw new Error(`The OpenAPI document does not describe ${path}`);
    }
    return {
      status,
      // Held to the document just now; tests read into it as they like.
      body: schemaOf(status, operation).parse(body) as any,
    };
  }
  return { app, get };
}

function schemaOf(status: number, { answer }: Operation): z.ZodType {
  return status === 200 && answer ? answer : errorAnswer;
}

function matches(template: string, path: string): boolean {
  const parts = path.split('/');
  const wanted = template.split('/');
  return (
    parts.length === wanted.length &&
    wanted.every((part, index) => part.startsWith('{') || part === parts[index])
  );
}
