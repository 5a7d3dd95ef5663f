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
  coreServices,
  createServiceFactory,
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { AuthenticationError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  isResourcePermission,
  type DefinitivePolicyDecision,
  type Permission,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import type { JsonObject } from '@backstage/types';
import { RESOURCE_TYPE_TEKTON_RUN } from 'backstage-plugin-tekton-results-common';
import { startExampleCluster, type AccessRule } from 'example-cluster';
import { Agent, request, type IncomingMessage } from 'http';
import type { AddressInfo } from 'net';
import tektonResultsPlugin from '../..';
import { initArchive, type TestDatabaseId } from '../databases';
import { CLUSTERS, ENTITIES } from './archive';
import {
  ADMIN,
  CALLERS,
  decisionFor,
  issuerOf,
  kubernetesToken,
  type MatrixCaller,
} from './callers';

/** Statements of the watchers and of who cleans up, which go on meanwhile. */
const OF_OTHERS =
  /capture_points|leases|capture_gaps|log_discards|run_logs|log_objects|log_blobs|where .record_seq. is null|^select .capture_uid., .resource_version. from|^select max(.seq.) as .seq. from .records. limit/;

/** Of a transaction that has only begun it is not known yet whose it is. */
const BEGINS_OR_ENDS = /^(begin|commit|rollback)\b/i;

interface KnexQuery {
  readonly sql: string;
  readonly __knexTxId?: string;
}

interface KnexStatement {
  readonly sql: string;
  readonly transaction: string | undefined;
}

/** An entry of the audit log. */
export interface AuditEntry {
  readonly eventId: string;
  readonly severity?: string;
  readonly url?: string;
  readonly meta?: JsonObject;
  readonly outcome: 'success' | 'failure';
  readonly error?: string;
}

export interface MatrixAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** Of any route of two APIs: what is compared is all of it, never a part by its type. */
  readonly body: any;
}

const byToken = new Map(
  CALLERS.filter(({ credentials }) => credentials).map(caller => [
    caller.headers.Authorization,
    caller,
  ]),
);

/** Lets those in whose token is that of a caller. */
const httpAuth = createServiceFactory({
  service: coreServices.httpAuth,
  deps: {},
  factory: () => ({
    async credentials(req, options): Promise<any> {
      const { authorization } = req.headers;
      const credentials: BackstageCredentials =
        byToken.get(authorization ?? '')?.credentials ?? mockCredentials.none();
      const { type } = credentials.principal as { type: string };
      if (authorization && type === 'none') {
        throw new AuthenticationError('Illegal token');
      }
      const allowed: readonly string[] | undefined = options?.allow;
      if (allowed && !allowed.includes(type)) {
        throw new AuthenticationError('Missing credentials');
      }
      return credentials;
    },
    issueUserCookie: async () => ({ expiresAt: new Date() }),
  }),
});

const DENIED = { result: AuthorizeResult.DENY } as const;

function decided(
  permission: ResourcePermission,
  credentials: BackstageCredentials,
): PolicyDecision {
  const caller = callerWith(credentials);
  return caller && isResourcePermission(permission, RESOURCE_TYPE_TEKTON_RUN)
    ? decisionFor(caller, permission)
    : DENIED;
}

function decidedAtOnce(
  { name }: Permission,
  credentials: BackstageCredentials,
): DefinitivePolicyDecision {
  return callerWith(credentials)?.rights.others.includes(name)
    ? { result: AuthorizeResult.ALLOW }
    : DENIED;
}

function callerWith(
  credentials: BackstageCredentials,
): MatrixCaller | undefined {
  return CALLERS.find(known => known.credentials === credentials);
}

/** Of services Backstage decides itself; of users our policy does. */
const permissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {},
  factory: () => {
    const ofServices = ServerPermissionClient.fromConfig(
      new ConfigReader({ permission: { enabled: true } }),
      { auth: mockServices.auth(), discovery: mockServices.discovery() },
    );
    const isService = ({ principal }: any) => principal.type === 'service';
    return {
      authorizeConditional: async (queries, options: any) =>
        isService(options.credentials)
          ? ofServices.authorizeConditional(queries, options)
          : queries.map(({ permission }) =>
              decided(permission, options.credentials),
            ),
      authorize: async (queries, options: any) =>
        isService(options.credentials)
          ? ofServices.authorize(queries, options)
          : queries.map(({ permission }) =>
              decidedAtOnce(permission, options.credentials),
            ),
    };
  },
});

/** Only one user may see the entity `hidden`. */
const catalog = createServiceFactory({
  service: catalogServiceRef,
  deps: {},
  factory: () => {
    const service = catalogServiceMock({ entities: [...ENTITIES] });
    return Object.assign(service, {
      getEntityByRef: async (ref: CompoundEntityRef, { credentials }: any) =>
        ref.name === 'hidden' && credentials !== ADMIN.credentials
          ? undefined
          : ENTITIES.find(({ metadata }) => metadata.name === ref.name),
    });
  },
});

function recordingAuditor(entries: AuditEntry[]) {
  return createServiceFactory({
    service: coreServices.auditor,
    deps: {},
    factory: () => ({
      createEvent: async options => {
        const { eventId, severityLevel: severity, meta } = options;
        const url = options.request?.originalUrl;
        const entry = { eventId, severity, url, meta };
        return {
          success: async () => {
            entries.push({ ...entry, outcome: 'success' });
          },
          fail: async ({ error }) => {
            entries.push({
              ...entry,
              outcome: 'failure',
              error: `${error.name}: ${error.message}`,
            });
          },
        };
      },
    }),
  });
}

const REVIEWER_RULES: AccessRule[] = [
  { resources: ['tokenreviews', 'subjectaccessreviews'], verbs: ['create'] },
];

function resultsRule(resources: string[], namespaces?: string[]): AccessRule {
  return {
    apiGroups: ['results.tekton.dev'],
    resources,
    verbs: ['*'],
    namespaces,
  };
}

async function startClusters() {
  return Promise.all(
    CLUSTERS.map(async name => ({
      name,
      example: await startExampleCluster({
        issuer: issuerOf(name),
        bindings: [],
        tokens: [
          { token: `own-${name}`, user: 'backstage', rules: REVIEWER_RULES },
          {
            token: kubernetesToken(name, 'wide'),
            user: 'wide',
            rules: [
              resultsRule(['*']),
              {
                resources: ['users'],
                names: ['narrow'],
                verbs: ['impersonate'],
              },
            ],
          },
          {
            token: kubernetesToken(name, 'narrow'),
            user: 'narrow',
            rules: [resultsRule(['*'], ['shop'])],
          },
          { token: kubernetesToken(name, 'nobody'), user: 'nobody', rules: [] },
          {
            token: kubernetesToken(name, 'recorder'),
            user: 'recorder',
            rules: [resultsRule(['records'])],
          },
        ],
      }),
    })),
  );
}

/** The whole plugin on an empty archive, and all that it is asked and says. */
export async function startMatrix(id: TestDatabaseId, api: object = {}) {
  const db = await initArchive(id);
  const clusters = await startClusters();
  const audit: AuditEntry[] = [];
  const statements: KnexStatement[] = [];
  const backend = await startTestBackend({
    features: [
      tektonResultsPlugin,
      httpAuth,
      permissions,
      catalog,
      recordingAuditor(audit),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () =>
          mockServices.database({ knex: db, migrations: { skip: false } }),
      }),
      mockServices.rootConfig.factory({
        data: {
          tektonResults: {
            clusters: clusters.map(({ name, example }) => ({
              name,
              url: example.url,
              token: `own-${name}`,
            })),
            watcher: { finalizers: 'never', storeEvents: false },
            api: {
              rootMount: true,
              rateLimit: { requests: 1_000_000 },
              kubernetesAuth: { enabled: true },
              expensiveRequests: { perMinute: 1_000_000, concurrent: 1_000 },
              ...api,
            },
          },
        },
      }),
    ],
  });
  const { port } = backend.server.address() as AddressInfo;
  // There are some ten thousand requests: no connection for each.
  const agent = new Agent({ keepAlive: true });
  // Else it closes a connection in the moment in which the next request is sent.
  backend.server.keepAliveTimeout = 0;
  const background = new Set<string>();
  db.on('query', ({ sql, __knexTxId: transaction }: KnexQuery) => {
    if (OF_OTHERS.test(sql) && transaction) {
      background.add(transaction);
    } else if (!OF_OTHERS.test(sql)) {
      statements.push({ sql, transaction });
    }
  });

  async function call(
    caller: MatrixCaller,
    method: string,
    path: string,
    body?: object,
  ): Promise<MatrixAnswer> {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(
        {
          agent,
          port,
          method,
          path,
          headers: {
            ...caller.headers,
            ...(body && { 'Content-Type': 'application/json' }),
          },
        },
        resolve,
      )
        .on('error', reject)
        .end(body && JSON.stringify(body));
    });
    const text = Buffer.concat(await answer.toArray()).toString();
    const isJson = /^application\/json/.test(
      answer.headers['content-type'] ?? '',
    );
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      text,
      body: isJson ? JSON.parse(text) : {},
    };
  }

  return {
    db,
    audit,
    /** Those since {@link forget} that a request may have caused. */
    statements: () => {
      const asking = new Set(
        statements
          .filter(({ sql }) => !BEGINS_OR_ENDS.test(sql))
          .map(({ transaction }) => transaction),
      );
      return statements
        .filter(
          ({ transaction }) =>
            !background.has(transaction ?? '') && asking.has(transaction),
        )
        .map(({ sql }) => sql);
    },
    forget() {
      statements.length = 0;
      audit.length = 0;
    },
    call,
    async close() {
      agent.destroy();
      await backend.stop();
      await Promise.all(
        clusters.map(({ example }) => example.close({ abrupt: true })),
      );
    },
  };
}

export type Matrix = Awaited<ReturnType<typeof startMatrix>>;
