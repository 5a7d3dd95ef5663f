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

import { JsonObject, resourcesOf, ResourceType } from '../kubernetes';
import type { TektonVersion } from './oldVersion';

/** What decides on the discovery documents. */
export interface DiscoveryOptions {
  installed: boolean;
  /** The version in which runs are served; CustomRuns are always v1beta1. */
  tektonVersion: TektonVersion;
  issuer: string;
  serverUrl: string;
}

/** Groups besides the core one; reviews can only be created, so they list no resources here. */
const OTHER_GROUPS = ['authentication.k8s.io', 'authorization.k8s.io'];

/** The discovery document of a path; nothing when the path is none of discovery. */
export function discoveryDocument(
  path: string,
  options: DiscoveryOptions,
): JsonObject | undefined {
  switch (path.replace(/\/$/, '')) {
    case '/version':
      return versionDocument();
    case '/api':
      return {
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: [
          {
            clientCIDR: '0.0.0.0/0',
            serverAddress: options.serverUrl.replace(/^https?:\/\//, ''),
          },
        ],
      };
    case '/apis':
      return {
        kind: 'APIGroupList',
        apiVersion: 'v1',
        groups: [
          ...OTHER_GROUPS.map(name => group(name, ['v1'])),
          ...(options.installed
            ? [group('tekton.dev', tektonVersions(options))]
            : []),
        ],
      };
    case '/api/v1':
      return resourceList('', 'v1', options);
    case '/.well-known/openid-configuration':
      return {
        issuer: options.issuer,
        jwks_uri: `${options.serverUrl}/openid/v1/jwks`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      };
    case '/openid/v1/jwks':
      return { keys: [] };
    default:
      return groupDocument(path.replace(/\/$/, ''), options);
  }
}

function groupDocument(
  path: string,
  options: DiscoveryOptions,
): JsonObject | undefined {
  const [, root, name, version, ...rest] = path.split('/');
  if (root !== 'apis' || rest.length > 0 || !name) {
    return undefined;
  }
  const known =
    OTHER_GROUPS.includes(name) || (options.installed && name === 'tekton.dev');
  const versions = name === 'tekton.dev' ? tektonVersions(options) : ['v1'];
  if (!known) {
    return undefined;
  }
  if (version === undefined) {
    return { kind: 'APIGroup', apiVersion: 'v1', ...group(name, versions) };
  }
  return versions.includes(version)
    ? resourceList(name, version, options)
    : undefined;
}

function group(name: string, versions: string[]): JsonObject {
  const entries = versions.map(version => ({
    groupVersion: `${name}/${version}`,
    version,
  }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

const REVIEWS: Record<string, string[]> = {
  'authentication.k8s.io': ['TokenReview'],
  'authorization.k8s.io': ['SelfSubjectAccessReview', 'SubjectAccessReview'],
};

function tektonVersions({ tektonVersion }: DiscoveryOptions): string[] {
  return tektonVersion === 'v1' ? ['v1', 'v1beta1'] : ['v1beta1'];
}

function resourceList(
  groupName: string,
  version: string,
  { tektonVersion }: DiscoveryOptions,
): JsonObject {
  const isOld = tektonVersion === 'v1beta1' && groupName === 'tekton.dev';
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: groupName ? `${groupName}/${version}` : version,
    resources: [
      ...[
        ...resourcesOf(groupName, version),
        ...(isOld ? resourcesOf(groupName, 'v1') : []),
      ].flatMap(describeResource),
      ...(REVIEWS[groupName] ?? []).map(kind => ({
        name: `${kind.toLocaleLowerCase('en-US')}s`,
        singularName: kind.toLocaleLowerCase('en-US'),
        namespaced: false,
        kind,
        verbs: ['create'],
      })),
    ],
  };
}

function describeResource(type: ResourceType): JsonObject[] {
  const entry = (suffix: string, verbs: string[]): JsonObject => ({
    name: `${type.resource}${suffix}`,
    singularName: suffix ? '' : type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs,
    ...(type.shortNames && !suffix ? { shortNames: type.shortNames } : {}),
  });
  return [
    entry('', [
      'delete',
      'deletecollection',
      'get',
      'list',
      'patch',
      'create',
      'update',
      'watch',
    ]),
    ...(type.status === 'none'
      ? []
      : [entry('/status', ['get', 'patch', 'update'])]),
    ...(type.resource === 'pods' ? [entry('/log', ['get'])] : []),
  ];
}

function versionDocument(): JsonObject {
  return {
    major: '1',
    minor: '36',
    gitVersion: 'v1.36.2',
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '2026-06-10T12:00:00Z',
    goVersion: 'go1.26.1',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}
