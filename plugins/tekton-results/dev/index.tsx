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

/*
 * Every state of the lists and the card on recorded data, without a backend:
 * `yarn start` in this package, then open the address it prints. `?theme=dark`
 * and `?lang=de` change what all of them look like.
 */
import '@backstage/cli/asset-types';
// This is the app here, and nobody else brings the styles.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';
import { createSpecializedApp, WebStorage } from '@backstage/core-app-api';
import {
  createApiFactory,
  errorApiRef,
  storageApiRef,
} from '@backstage/core-plugin-api';
import { createTranslationResource } from '@backstage/core-plugin-api/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  type PermissionApi,
  permissionApiRef,
} from '@backstage/plugin-permission-react';
import ReactDOM from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';
import { tektonResultsTranslationRef } from '../src/translation';
import { tektonResultsApiRef } from '../src/api';
import { StateList, stateScreens } from './DevScreens';
import { recordedApi } from './recordedApi';
import { STATES } from './states';

const params = new URLSearchParams(window.location.search);
const theme = params.get('theme') === 'dark' ? 'dark' : 'light';
document.body.setAttribute('data-theme-mode', theme);
document.documentElement.style.colorScheme = theme;
document.body.style.background = 'var(--bui-bg-app)';

const [, name] = window.location.pathname.split('/');
const state = STATES[name];

const errorApi = {
  post: (error: Error) => {
    throw error;
  },
  error$: () => {
    throw new Error('Not needed here');
  },
};

/** What is not allowed, the API of a state refuses. */
const permissionApi: PermissionApi = {
  authorize: async () => ({ result: AuthorizeResult.ALLOW }),
};

const app = createSpecializedApp({
  apis: [
    createApiFactory({
      api: tektonResultsApiRef,
      deps: {},
      factory: () => state?.api ?? recordedApi(),
    }),
  ],
  defaultApis: [
    createApiFactory({
      api: permissionApiRef,
      deps: {},
      factory: () => permissionApi,
    }),
    createApiFactory({ api: errorApiRef, deps: {}, factory: () => errorApi }),
    createApiFactory({
      api: storageApiRef,
      deps: { errorApi: errorApiRef },
      factory: deps => WebStorage.create(deps),
    }),
  ],
  icons: {} as never,
  components: {
    NotFoundErrorPage: () => <p>Not found</p>,
    BootErrorPage: ({ error }) => <p role="alert">{error?.message}</p>,
    Progress: () => <p>Loading</p>,
    Router: BrowserRouter,
    ErrorBoundaryFallback: ({ error }) => <p role="alert">{error.message}</p>,
  },
  themes: [
    {
      id: theme,
      title: theme,
      variant: theme,
      Provider: ({ children }) => <>{children}</>,
    },
  ],
  configLoader: async () => [
    {
      context: 'dev',
      data: {
        app: { title: 'Tekton Results', baseUrl: window.location.origin },
      },
    },
  ],
  __experimentalTranslations: {
    defaultLanguage: params.get('lang') ?? 'en',
    availableLanguages: ['en', 'de'],
    resources: [
      createTranslationResource({
        ref: tektonResultsTranslationRef,
        translations: { de: () => import('../src/translation/de') },
      }),
    ],
  },
});

const Root = app.createRoot(state ? stateScreens(name, state) : <StateList />);
ReactDOM.createRoot(document.getElementById('root')!).render(<Root />);
