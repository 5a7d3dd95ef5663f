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

/** The caller of the API, who is no person. */
export const API_TOKEN = 'token-of-the-installation-test';

/**
 * What the configuration of the README takes from the environment.
 *
 * @type {NodeJS.ProcessEnv}
 */
export const CLUSTER_ENV = { PROD_CLUSTER_TOKEN: 'not-asked-for' };

/**
 * The configuration on top of what create-app has made: that of the README with
 * the address of the example cluster, and what a Backstage needs that runs from
 * its bundle on this machine.
 *
 * @param {{
 *   readme: { tektonResults: { clusters: object[] } },
 *   clusterUrl: string,
 *   port: number,
 *   data: string,
 *   app: string,
 * }} options `data`: folder of the databases; `app`: package of the app to serve
 */
export function portalConfig({ readme, clusterUrl, port, data, app }) {
  const baseUrl = `http://localhost:${port}`;
  const [{ caFile, ...cluster }, ...others] = readme.tektonResults.clusters;
  return {
    ...readme,
    tektonResults: {
      ...readme.tektonResults,
      clusters: [{ ...cluster, url: clusterUrl }, ...others],
    },
    app: { baseUrl, packageName: app },
    backend: {
      baseUrl,
      listen: { host: '127.0.0.1', port },
      database: { client: 'better-sqlite3', connection: { directory: data } },
      auth: {
        externalAccess: [
          {
            type: 'static',
            options: { token: API_TOKEN, subject: 'installation-test' },
          },
        ],
      },
    },
    auth: {
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
    },
    catalog: {
      locations: [
        { type: 'file', target: './examples/entities.yaml' },
        {
          type: 'file',
          target: './examples/org.yaml',
          rules: [{ allow: ['User', 'Group'] }],
        },
      ],
    },
  };
}
