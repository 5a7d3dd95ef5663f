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

/**
 * A colour of a terminal: 0 to 15 are its sixteen basic ones, others are
 * {@link RGB} plus 24 bits of red, green and blue.
 */
export type Colour = number;

/** What tells 24 bits of a colour from the number of a basic one. */
export const RGB = 0x1000000;

/** How a text looks; absent: as ever. */
export interface TextStyle {
  readonly fg?: Colour;
  readonly bg?: Colour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
  readonly strike?: true;
}

/** The look of a text before any control sequence. */
export const PLAIN: TextStyle = {};
