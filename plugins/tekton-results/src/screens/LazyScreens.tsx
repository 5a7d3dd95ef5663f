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

import { type ComponentType, lazy, Suspense } from 'react';
import { LoadingLines } from '../states';
import { useTexts } from '../translation';

const RunPage = lazy(async () => ({
  default: (await import('../run')).RunPage,
}));
const FindPage = lazy(async () => ({
  default: (await import('../find')).FindPage,
}));

const AdminPage = lazy(async () => ({
  default: (await import('../admin')).AdminPage,
}));

/** The page of a run, whose code is loaded when it is opened: lists come first. */
export function LazyRunPage() {
  return <Loaded page={RunPage} />;
}

/** The way to a run by its name, loaded as the page of a run is. */
export function LazyFindPage() {
  return <Loaded page={FindPage} />;
}

/** The page for those who look after all this, loaded as the page of a run is. */
export function LazyAdminPage() {
  return <Loaded page={AdminPage} />;
}

function Loaded({ page: Page }: { readonly page: ComponentType }) {
  const t = useTexts();
  return (
    <Suspense fallback={<LoadingLines label={t('run.loading')} lines={6} />}>
      <Page />
    </Suspense>
  );
}
