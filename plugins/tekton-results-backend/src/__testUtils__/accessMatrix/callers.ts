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

import type {
  BackstageCredentials,
  BackstagePrincipalAccessRestrictions,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PermissionCondition,
  type PermissionCriteria,
  type PermissionRuleParams,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  tektonLogReadPermission,
  tektonRecordDeletePermission,
  tektonRecordWritePermission,
  tektonRetentionReadPermission,
  tektonRetentionRunPermission,
  tektonRunPinPermission,
  tektonRunReadPermission,
} from 'backstage-plugin-tekton-results-common';
import {
  createTektonRunConditionalDecision,
  tektonRunConditions as is,
} from 'backstage-plugin-tekton-results-node';
import { LOG_TYPE, type MatrixDocument } from './archive';

type RunPermission = ResourcePermission<'tekton-run'>;
type Conditions = PermissionCriteria<
  PermissionCondition<'tekton-run', PermissionRuleParams>
>;

/** Which objects a right is about, said twice: for the policy, and for the model. */
export interface Extent {
  readonly decide: (permission: RunPermission) => PolicyDecision;
  /** Whether it is about a run, as the object says. */
  readonly run: (document: MatrixDocument) => boolean;
  /** Whether it is about everything in a place; undefined: that depends. */
  readonly place: (cluster: string, parent?: string) => boolean | undefined;
}

const ALL: Extent = {
  decide: () => ({ result: AuthorizeResult.ALLOW }),
  run: () => true,
  place: () => true,
};

const NONE: Extent = {
  decide: () => ({ result: AuthorizeResult.DENY }),
  run: () => false,
  place: () => false,
};

function when(
  conditions: Conditions,
  run: Extent['run'],
  place: Extent['place'],
): Extent {
  return {
    decide: permission =>
      createTektonRunConditionalDecision(permission, conditions),
    run,
    place,
  };
}

const byRunOnly = () => undefined;
const labelled =
  (team: string) =>
  ({ data }: MatrixDocument) =>
    data.metadata.labels?.team === team;
const inShop: Extent['place'] = (_cluster, parent) =>
  parent === undefined ? undefined : parent === 'shop';

const SHOP = when(
  is.isInNamespace({ namespaces: ['shop'] }),
  ({ parent }) => parent === 'shop',
  inShop,
);
const EAST = when(
  is.isInCluster({ clusters: ['east'] }),
  ({ cluster }) => cluster === 'east',
  cluster => cluster === 'east',
);
const RED = when(
  is.hasLabel({ key: 'team', value: 'red' }),
  labelled('red'),
  byRunOnly,
);
const MINE = when(
  is.hasAnnotation({ key: 'keeper', value: 'me' }),
  ({ data }) => data.metadata.annotations?.keeper === 'me',
  byRunOnly,
);
const TASKS = when(
  is.isKind({ kinds: ['TaskRun'] }),
  ({ data }) => data.kind === 'TaskRun',
  byRunOnly,
);
const OWNED = when(
  is.isEntityOwner({ claims: ['group:default/Owners'] }),
  ({ data }) =>
    data.metadata.labels?.['backstage.io/kubernetes-id'] === 'checkout',
  byRunOnly,
);
const NOT_SHOP = when(
  { not: is.isInNamespace({ namespaces: ['shop'] }) },
  ({ parent }) => parent !== 'shop',
  (_cluster, parent) => (parent === undefined ? undefined : parent !== 'shop'),
);
const NOT_RED = when(
  { not: is.hasLabel({ key: 'team', value: 'red' }) },
  document => !labelled('red')(document),
  byRunOnly,
);
const SHOP_OR_RED = when(
  {
    anyOf: [
      is.isInNamespace({ namespaces: ['shop'] }),
      is.hasLabel({ key: 'team', value: 'red' }),
    ],
  },
  document => document.parent === 'shop' || labelled('red')(document),
  (_cluster, parent) => (parent === 'shop' ? true : undefined),
);
const WEST_PIPELINES = when(
  {
    allOf: [
      is.isInCluster({ clusters: ['west'] }),
      { not: is.isKind({ kinds: ['TaskRun'] }) },
    ],
  },
  ({ cluster, data }) => cluster === 'west' && data.kind !== 'TaskRun',
  cluster => (cluster === 'west' ? undefined : false),
);

/** What somebody may do. */
export interface Rights {
  readonly read: Extent;
  readonly log: Extent;
  readonly write: Extent;
  readonly delete: Extent;
  readonly pin: Extent;
  /** Names of the permissions that do not depend on a run. */
  readonly others: readonly string[];
}

const READER = { write: NONE, delete: NONE, pin: NONE, others: [] };
const SEES_RETENTION = tektonRetentionReadPermission.name;
const RUNS_RETENTION = tektonRetentionRunPermission.name;

/** A caller of the matrix; a token is the name after `Bearer`. */
export interface MatrixCaller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rights: Rights;
  /** Absent: nobody of Backstage. */
  readonly credentials?: BackstageCredentials;
  /** Somebody with a token of a cluster. */
  readonly kubernetes?: {
    readonly cluster: 'east' | 'west';
    /** Namespaces with rights; absent: all. */
    readonly namespaces?: readonly string[];
    readonly resources: readonly string[];
  };
  /** Nobody is let in with it. */
  readonly stranger?: true;
}

function user(name: string, rights: Partial<Rights>): MatrixCaller {
  const read = rights.read ?? NONE;
  return {
    name: `user ${name}`,
    headers: { Authorization: `Bearer user-${name.replace(/\W+/g, '-')}` },
    credentials: mockCredentials.user(
      `user:default/${name.replace(/\W+/g, '-')}`,
    ),
    rights: { ...READER, log: read, ...rights, read },
  };
}

function service(
  name: string,
  rights: Rights,
  restrictions?: BackstagePrincipalAccessRestrictions,
): MatrixCaller {
  return {
    name: `service ${name}`,
    headers: { Authorization: `Bearer service-${name.replace(/\W+/g, '-')}` },
    credentials: mockCredentials.service(`external:${name}`, restrictions),
    rights,
  };
}

const EVERYTHING_ALLOWED: Rights = {
  read: ALL,
  log: ALL,
  write: ALL,
  delete: ALL,
  pin: ALL,
  others: [SEES_RETENTION, RUNS_RETENTION],
};
const NOTHING_ALLOWED: Rights = {
  read: NONE,
  log: NONE,
  write: NONE,
  delete: NONE,
  pin: NONE,
  others: [],
};

export const ADMIN = user('admin', EVERYTHING_ALLOWED);

function stranger(
  name: string,
  headers: Readonly<Record<string, string>>,
): MatrixCaller {
  return { name, headers, rights: NOTHING_ALLOWED, stranger: true };
}

/** A text in the form of a JSON Web Token; its signature proves nothing. */
function jwt(claims: object): string {
  return [{ alg: 'RS256' }, claims]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('c2lnbmVk')
    .join('.');
}

/** Of a cluster's tokens. */
export const issuerOf = (cluster: string) => `https://${cluster}.example.com`;
export const kubernetesToken = (cluster: string, owner: string) =>
  jwt({ iss: issuerOf(cluster), sub: owner });

function withToken(
  name: string,
  options: {
    cluster: 'east' | 'west';
    user: string;
    namespaces?: readonly string[];
    resources?: readonly string[];
    headers?: Readonly<Record<string, string>>;
  },
): MatrixCaller {
  const {
    cluster,
    namespaces,
    resources = ['results', 'records', 'logs'],
  } = options;
  const inPlace = (at: string, parent?: string) => {
    if (at !== cluster) {
      return false;
    }
    if (!namespaces) {
      return true;
    }
    return parent === undefined ? undefined : namespaces.includes(parent);
  };
  const extent: Extent = {
    ...NONE,
    run: document => inPlace(document.cluster, document.parent) === true,
    place: inPlace,
  };
  return {
    name: `Kubernetes ${name}`,
    headers: {
      Authorization: `Bearer ${kubernetesToken(cluster, options.user)}`,
      ...options.headers,
    },
    rights: {
      ...NOTHING_ALLOWED,
      read: extent,
      log: extent,
      write: extent,
      delete: extent,
    },
    kubernetes: { cluster, namespaces, resources },
  };
}

/** Everybody who asks. */
export const CALLERS: readonly MatrixCaller[] = [
  ADMIN,
  user('denied', {}),
  user('of a namespace', { read: SHOP }),
  user('of a cluster', { read: EAST }),
  user('of a label', { read: RED }),
  user('of an annotation', { read: MINE }),
  user('of a kind', { read: TASKS }),
  user('who owns', { read: OWNED }),
  user('of other namespaces', { read: NOT_SHOP }),
  user('without a label', { read: NOT_RED }),
  user('of a namespace or a label', { read: SHOP_OR_RED }),
  user('of kinds in a cluster', { read: WEST_PIPELINES }),
  user('without logs', { read: ALL, log: NONE, write: ALL, delete: ALL }),
  user('with logs of a namespace', {
    read: ALL,
    log: SHOP,
    write: ALL,
    delete: ALL,
  }),
  user('who reads', { read: ALL }),
  user('who pins in a namespace', { read: ALL, pin: SHOP }),
  user('who sees a label and pins', {
    read: RED,
    pin: ALL,
    others: [SEES_RETENTION],
  }),
  user('who pins without reading', { pin: ALL, others: [RUNS_RETENTION] }),
  user('who writes in a namespace', { read: ALL, write: SHOP }),
  user('who writes with a label', { read: ALL, write: RED, delete: RED }),
  user('who writes without reading', { write: ALL, delete: ALL }),
  user('who reads a label and writes', { read: RED, write: ALL, delete: ALL }),
  service('unrestricted', EVERYTHING_ALLOWED),
  service(
    'that may read runs',
    { ...NOTHING_ALLOWED, read: ALL },
    { permissionNames: [tektonRunReadPermission.name] },
  ),
  service(
    'that may read',
    { ...NOTHING_ALLOWED, read: ALL, log: ALL, others: [SEES_RETENTION] },
    { permissionAttributes: { action: ['read'] } },
  ),
  withToken('of all', { cluster: 'east', user: 'wide' }),
  withToken('of one namespace', {
    cluster: 'east',
    user: 'narrow',
    namespaces: ['shop'],
  }),
  withToken('of no namespace', {
    cluster: 'east',
    user: 'nobody',
    namespaces: [],
  }),
  withToken('of records only', {
    cluster: 'west',
    user: 'recorder',
    resources: ['records'],
  }),
  withToken('as somebody else', {
    cluster: 'east',
    user: 'wide',
    namespaces: ['shop'],
    headers: { 'Impersonate-User': 'narrow' },
  }),
  stranger('Kubernetes as somebody else without the right', {
    Authorization: `Bearer ${kubernetesToken('east', 'narrow')}`,
    'Impersonate-User': 'wide',
  }),
  stranger('Kubernetes expired', {
    Authorization: `Bearer ${kubernetesToken('east', 'expired')}`,
  }),
  stranger('Kubernetes of a foreign issuer', {
    Authorization: `Bearer ${kubernetesToken('north', 'wide')}`,
  }),
  stranger('nobody', {}),
  stranger('garbage', { Authorization: 'Bearer garbage' }),
  stranger('admin as somebody else', {
    ...ADMIN.headers,
    'Impersonate-User': 'narrow',
  }),
  stranger('admin as somebody else, as gRPC has it', {
    ...ADMIN.headers,
    'Grpc-Metadata-Impersonate-User': 'narrow',
  }),
];

/** What the policy says to somebody. */
export function decisionFor(
  { rights }: MatrixCaller,
  permission: RunPermission,
): PolicyDecision {
  const extents: Record<string, Extent> = {
    [tektonRunReadPermission.name]: rights.read,
    [tektonLogReadPermission.name]: rights.log,
    [tektonRecordWritePermission.name]: rights.write,
    [tektonRecordDeletePermission.name]: rights.delete,
    [tektonRunPinPermission.name]: rights.pin,
  };
  return extents[permission.name].decide(permission);
}

/** Whether an object is within an extent. */
export function within(extent: Extent, document: MatrixDocument): boolean {
  const tellsOfRun = document.dataType.startsWith('results.tekton.dev/');
  return tellsOfRun
    ? extent.place(document.cluster, document.parent) === true
    : extent.run(document);
}

/** Whether somebody may see an object. */
export function maySee({ rights }: MatrixCaller, document: MatrixDocument) {
  return (
    within(rights.read, document) &&
    (document.dataType !== LOG_TYPE || within(rights.log, document))
  );
}
