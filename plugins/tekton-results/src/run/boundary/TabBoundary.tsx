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

import type { ReactNode } from 'react';
import { ErrorState } from '../../states';
import { useTexts } from '../../translation';
import { Boundary } from './Boundary';

/** Props of {@link TabBoundary}. */
export interface TabBoundaryProps {
  readonly children: ReactNode;
}

/**
 * Says that a tab cannot be shown. To try again is to load the page again, which
 * also gets code that could not be loaded; the URL leads back here.
 */
export function TabBoundary({ children }: TabBoundaryProps) {
  const t = useTexts();
  return (
    <Boundary
      fallback={error => (
        <ErrorState
          title={t('error.tabTitle')}
          error={error}
          retry={() => window.location.reload()}
        />
      )}
    >
      {children}
    </Boundary>
  );
}
