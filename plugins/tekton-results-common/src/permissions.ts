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

import { createPermission } from '@backstage/plugin-permission-common';

/**
 * What permissions about runs are conditional on. Permissions and their `action`
 * are public: access restrictions of tokens name them.
 *
 * @public
 */
export const RESOURCE_TYPE_TEKTON_RUN = 'tekton-run';

/**
 * To see runs and whatever else is archived of them, but not their logs.
 *
 * @public
 */
export const tektonRunReadPermission = createPermission({
  name: 'tekton-results.run.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_TEKTON_RUN,
});

/**
 * To see the logs of runs that may be seen.
 *
 * @public
 */
export const tektonLogReadPermission = createPermission({
  name: 'tekton-results.log.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_TEKTON_RUN,
});

/**
 * To create and update Results and Records over the Results API.
 *
 * @public
 */
export const tektonRecordWritePermission = createPermission({
  name: 'tekton-results.record.write',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_TEKTON_RUN,
});

/**
 * To delete Results, Records and logs over the Results API.
 *
 * @public
 */
export const tektonRecordDeletePermission = createPermission({
  name: 'tekton-results.record.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_TEKTON_RUN,
});

/**
 * To keep runs for ever, whatever retention policies say, and to end that.
 *
 * @public
 */
export const tektonRunPinPermission = createPermission({
  name: 'tekton-results.run.pin',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_TEKTON_RUN,
});

/**
 * To see retention policies, what they have removed, and what they would remove next:
 * numbers of all runs, whoever may see these.
 *
 * @public
 */
export const tektonRetentionReadPermission = createPermission({
  name: 'tekton-results.retention.read',
  attributes: { action: 'read' },
});

/**
 * To have old runs removed at once, as the retention policies say.
 *
 * @public
 */
export const tektonRetentionRunPermission = createPermission({
  name: 'tekton-results.retention.run',
  attributes: { action: 'delete' },
});

/**
 * To see mistakes in the configuration, and to clear up what logs have left behind.
 *
 * @public
 */
export const tektonAdminPermission = createPermission({
  name: 'tekton-results.admin',
  attributes: {},
});

/**
 * The permissions that may depend on the run.
 *
 * @public
 */
export const tektonRunPermissions = [
  tektonRunReadPermission,
  tektonLogReadPermission,
  tektonRecordWritePermission,
  tektonRecordDeletePermission,
  tektonRunPinPermission,
];

/**
 * All permissions of the plugin.
 *
 * @public
 */
export const tektonResultsPermissions = [
  ...tektonRunPermissions,
  tektonRetentionReadPermission,
  tektonRetentionRunPermission,
  tektonAdminPermission,
];
