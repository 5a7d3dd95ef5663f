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

import { Component, type ReactNode } from 'react';

/** Props of {@link Boundary}. */
export interface BoundaryProps {
  /** What to show instead of what failed. */
  readonly fallback: (error: Error) => ReactNode;
  readonly children: ReactNode;
}

/** Keeps to itself that a part failed, or could not be loaded: the rest stays. */
export class Boundary extends Component<
  BoundaryProps,
  { readonly error?: Error }
> {
  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  constructor(props: BoundaryProps) {
    super(props);
    this.state = {};
  }

  override render() {
    const { error } = this.state;
    return error ? this.props.fallback(error) : this.props.children;
  }
}
