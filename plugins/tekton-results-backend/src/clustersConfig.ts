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

import { z } from 'zod';
import { linkTemplateProblem } from './linkTemplate';
import { isObject, issueProblems, type ConfigProblem } from './settings';

const textOf = {
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? 'must be given' : 'must be a text',
};

/** What a cluster may be called: names are parts of URLs. */
export const CLUSTER_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What Kubernetes lets a namespace be called. */
const NAMESPACE_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const httpUrl = z.string(textOf).pipe(
  z.url({
    protocol: /^https?$/,
    error: 'must be an http or https URL',
  }),
);

const base64 = z.base64('must be base64');

/** What says where a cluster is, and with which credential to talk to it. */
const CONNECTION_SETTINGS = [
  'url',
  'inCluster',
  'token',
  'tokenFile',
  'caData',
  'caFile',
  'clientCertData',
  'clientCertFile',
  'clientKeyData',
  'clientKeyFile',
  'skipTLSVerify',
  'proxy',
] as const;

/** Two settings of which one may be given. */
const ALTERNATIVES = [
  ['token', 'tokenFile'],
  ['caData', 'caFile'],
  ['clientCertData', 'clientCertFile'],
  ['clientKeyData', 'clientKeyFile'],
] as const;

const clusterSchema = z
  .strictObject({
    name: z
      .string(textOf)
      .regex(
        CLUSTER_NAME,
        'must be 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
      ),
    title: z.string().min(1).optional(),
    enabled: z.boolean().optional(),
    default: z.boolean().optional(),
    url: httpUrl.optional(),
    inCluster: z.literal(true, 'must be true, or left out').optional(),
    token: z.string().trim().min(1).optional(),
    tokenFile: z.string().min(1).optional(),
    caData: base64.optional(),
    caFile: z.string().min(1).optional(),
    clientCertData: base64.optional(),
    clientCertFile: z.string().min(1).optional(),
    clientKeyData: base64.optional(),
    clientKeyFile: z.string().min(1).optional(),
    skipTLSVerify: z.boolean().default(false),
    proxy: z
      .union(
        [z.literal(false), httpUrl],
        'must be an http or https URL, or false',
      )
      .optional(),
    namespaces: z
      .array(
        z
          .string(textOf)
          .regex(NAMESPACE_NAME, 'must be the name of a namespace'),
      )
      .min(1, 'must not be empty; leave it out to watch all')
      .transform(names => [...new Set(names)])
      .optional(),
    tokenIssuers: z
      .array(z.string(textOf).min(1, 'must not be empty'))
      .min(1, 'must not be empty')
      .optional(),
    links: z
      .array(
        z.strictObject({
          title: z.string(textOf).trim().min(1, 'must not be empty'),
          url: z.string(textOf).superRefine((url, context) => {
            const message = linkTemplateProblem(url);
            if (message) {
              context.addIssue({ code: 'custom', message });
            }
          }),
        }),
        'must be a list',
      )
      .optional(),
    watcher: z.unknown().optional(),
    logs: z.unknown().optional(),
  })
  .superRefine((cluster, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const given = CONNECTION_SETTINGS.filter(
      // Where it is not given it is false.
      setting => cluster[setting] !== undefined && cluster[setting] !== false,
    );
    if (cluster.inCluster && given.length > 1) {
      refuse('inCluster', `says all of ${given.join(', ')}: give nothing else`);
    } else if (given.length > 0 && !cluster.url && !cluster.inCluster) {
      refuse('url', 'must be given');
    }
    for (const [data, file] of ALTERNATIVES) {
      if (cluster[data] && cluster[file]) {
        refuse(file, `give either ${data} or ${file}`);
      }
    }
    const hasCertificate = cluster.clientCertData ?? cluster.clientCertFile;
    const hasKey = cluster.clientKeyData ?? cluster.clientKeyFile;
    if (Boolean(hasCertificate) !== Boolean(hasKey)) {
      refuse(
        hasCertificate ? 'clientKeyFile' : 'clientCertFile',
        'must be given: a client certificate needs its key',
      );
    }
  })
  .transform(({ caData, clientCertData, clientKeyData, ...cluster }) => ({
    ...cluster,
    ca: decoded(caData),
    ...(clientCertData && { clientCert: decoded(clientCertData) }),
    ...(clientKeyData && { clientKey: decoded(clientKeyData) }),
  }));

function decoded(data: string | undefined): Buffer | undefined {
  return data ? Buffer.from(data, 'base64') : undefined;
}

/** An item of `tektonResults.clusters`, with sections that are read elsewhere. */
type ClusterItem = z.output<typeof clusterSchema>;

/**
 * A cluster that `tektonResults.clusters` names. Without `url` and `inCluster` it
 * says how one is watched that is described somewhere else.
 */
export type ConfiguredCluster = Omit<ClusterItem, 'watcher' | 'logs'>;

/**
 * A cluster that `tektonResults.clusters` names with a mistake. How it is to be
 * watched, and whether at all, is not known: it must not be watched some other way.
 */
export interface RefusedCluster {
  /** As it is given: any text. */
  readonly name: string;
  /** For people; absent if there is none, or it is itself the mistake. */
  readonly title?: string;
  /** The mistakes, each with its path. */
  readonly reason: string;
  /** Whether it says that it is meant by whoever names none. */
  readonly isDefault: boolean;
  /** Whether it is the first of the list. */
  readonly isFirst: boolean;
}

/** Where a Kubernetes API is, and what to show to it. */
export interface ConnectionSettings {
  readonly url: string;
  readonly token?: string;
  readonly tokenFile?: string;
  /** Certificates and keys are PEM. */
  readonly ca?: Buffer;
  readonly caFile?: string;
  readonly clientCert?: Buffer;
  readonly clientCertFile?: string;
  readonly clientKey?: Buffer;
  readonly clientKeyFile?: string;
  readonly skipTLSVerify: boolean;
  /** URL of an HTTP proxy; false: none; absent: the environment says. */
  readonly proxy?: string | false;
}

/**
 * Reads the list of clusters. What is wrong is left out and reported; of two
 * clusters of one name the second.
 *
 * @returns Also those with a mistake whose names can be read.
 */
export function readClusterList(
  list: unknown,
  { path, problems }: { path: string; problems: ConfigProblem[] },
): {
  items: Array<{ path: string; item: ClusterItem }>;
  refused: RefusedCluster[];
} {
  const items: Array<{ path: string; item: ClusterItem }> = [];
  const refused: RefusedCluster[] = [];
  if (list === undefined) {
    return { items, refused };
  }
  if (!Array.isArray(list)) {
    problems.push({ path, message: 'must be a list' });
    return { items, refused };
  }
  list.forEach((given: unknown, index) => {
    const itemPath = `${path}[${index}]`;
    const parsed = clusterSchema.safeParse(given);
    if (!parsed.success) {
      const mistakes = parsed.error.issues.flatMap(issue =>
        issueProblems(issue, itemPath),
      );
      problems.push(...mistakes);
      refused.push(...refusedCluster(given, { mistakes, index }));
    } else if (items.some(({ item }) => item.name === parsed.data.name)) {
      problems.push({
        path: `${itemPath}.name`,
        message: `'${parsed.data.name}' names another cluster already`,
      });
    } else if (parsed.data.default && items.some(({ item }) => item.default)) {
      problems.push({
        path: `${itemPath}.default`,
        message: 'there is a default cluster already',
      });
      items.push({ path: itemPath, item: { ...parsed.data, default: false } });
    } else {
      items.push({ path: itemPath, item: parsed.data });
    }
  });
  return { items, refused };
}

/** Nothing, if it does not tell its name. */
function refusedCluster(
  given: unknown,
  { mistakes, index }: { mistakes: readonly ConfigProblem[]; index: number },
): RefusedCluster[] {
  const parsed = z
    .object({
      name: z.union([z.string().trim().min(1), z.number().transform(String)]),
      title: z.string().min(1).optional().catch(undefined),
      default: z.unknown().optional(),
    })
    .safeParse(given);
  return parsed.success
    ? [
        {
          name: parsed.data.name,
          title: parsed.data.title,
          reason: mistakes
            .map(({ path, message }) => `${path} ${message}`)
            .join('; '),
          isDefault: parsed.data.default === true,
          isFirst: index === 0,
        },
      ]
    : [];
}

/** Whether a list means to describe clusters, rightly or not. */
export function meansToNameClusters(list: unknown = []): boolean {
  return !Array.isArray(list) || list.some(item => !isAboutAnother(item));
}

/** Whether an item tells about a cluster that is described somewhere else. */
function isAboutAnother(item: unknown): boolean {
  return (
    isObject(item) &&
    CONNECTION_SETTINGS.every(setting => item[setting] === undefined)
  );
}
