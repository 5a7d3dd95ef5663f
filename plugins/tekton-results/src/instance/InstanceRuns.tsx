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

import { Container } from '@backstage/ui';
import { Navigate, Route, Routes } from 'react-router-dom';
import {
  LazyAdminPage,
  LazyFindPage,
  LazyRunPage,
  PluginScreens,
} from '../screens';
import { AllRunsPage } from './AllRunsPage';
import { InstanceNavigation } from './InstanceNavigation';

/**
 * The list of all runs, the pages of each run, the way to one by its name, and the
 * page for admins.
 */
export function InstanceRuns() {
  return (
    <PluginScreens>
      <main>
        <Container>
          <Routes>
            <Route
              path="/"
              element={
                <>
                  <InstanceNavigation page="runs" />
                  <AllRunsPage />
                </>
              }
            />
            <Route
              path="/admin"
              element={
                <>
                  <InstanceNavigation page="admin" />
                  <LazyAdminPage />
                </>
              }
            />
            <Route path="/find" element={<LazyFindPage />} />
            <Route path="/:cluster/:uid/*" element={<LazyRunPage />} />
            {/* A mistyped link must not end at an empty page. */}
            <Route path="*" element={<Navigate to=".." replace />} />
          </Routes>
        </Container>
      </main>
    </PluginScreens>
  );
}
