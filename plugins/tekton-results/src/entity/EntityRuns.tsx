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

import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { entityScope } from 'backstage-plugin-tekton-results-common';
import { Navigate, Route, Routes } from 'react-router-dom';
import { LazyRunPage, PluginScreens } from '../screens';
import { NoRuns, RunList } from '../runs';
import { InvalidAnnotation } from './InvalidAnnotation';
import { NotMapped } from './NotMapped';

/** The list of an entity's runs and the pages of each run. */
export function EntityRuns() {
  return (
    <PluginScreens>
      <Routes>
        <Route path="/" element={<RunsOfEntity />} />
        <Route path="/:cluster/:uid/*" element={<LazyRunPage />} />
        {/* A mistyped link must not end at an empty page. */}
        <Route path="*" element={<Navigate to=".." replace />} />
      </Routes>
    </PluginScreens>
  );
}

function RunsOfEntity() {
  const { entity } = useEntity();
  const mapping = entityScope(entity);
  const entityRef = stringifyEntityRef(entity);

  if (mapping.kind === 'notMapped') {
    return <NotMapped entity={entity} />;
  }
  if (mapping.kind === 'invalid') {
    return <InvalidAnnotation entity={entity} mapping={mapping} />;
  }
  return (
    <RunList
      key={entityRef}
      entityRef={entityRef}
      empty={<NoRuns scope={mapping.scope} />}
    />
  );
}
