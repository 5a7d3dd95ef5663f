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

/** Everything is as it should be. */
export const EXIT_OK = 0;
/** It came to an end before it was done; the message says why. */
export const EXIT_FAILED = 1;
/** It cannot be done as it was asked for. */
export const EXIT_USAGE = 2;
/** It was done, except for what was refused or not found. */
export const EXIT_INCOMPLETE = 3;
/** Somebody stopped it: 128 and the number of SIGINT, as shells have it. */
export const EXIT_INTERRUPTED = 130;
