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

import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  tektonRunRules,
  type TektonRunQuery,
  type TektonRunResource,
} from 'backstage-plugin-tekton-results-node';
import fc from 'fast-check';
import {
  createTestStores,
  TESTED_DATABASES,
  type TestDatabaseId,
} from '../../__testUtils__/databases';
import {
  catalogs,
  entityOf,
  ownersOf,
  OWNERS,
  type OwnedEntitySpec,
} from './__testUtils__/generatedCatalogs';
import {
  LABEL_VALUES,
  runsOfEveryKind,
  type SampleRun,
} from './__testUtils__/sampleRuns';
import { EntityOwnership } from './EntityOwnership';
import { registerPermissions } from './registerPermissions';
import { toAccessFilter } from './toAccessFilter';

jest.setTimeout(120_000);

type Condition = PermissionCriteria<PermissionCondition>;

const RULES = Object.values(tektonRunRules);
const RUNS = runsOfEveryKind();

const isAllowed = createConditionAuthorizer(RULES as never);
const toCriteria = createConditionTransformer<TektonRunQuery>(RULES as never);

function condition<P extends object>(
  name: string,
  params: fc.Arbitrary<P>,
): fc.Arbitrary<Condition> {
  return params.map(
    values =>
      ({
        rule: name,
        resourceType: 'tekton-run',
        params: values,
      } as unknown as Condition),
  );
}

const keyAndValue = fc.record(
  {
    key: fc.constantFrom(
      'app',
      'team',
      'number',
      'flag',
      'nothing',
      'nested',
      'tekton.dev/pipelineRun',
      'none',
      "o'hara",
      '__proto__',
      'toString',
    ),
    value: fc.constantFrom(...LABEL_VALUES, '', 'none', "' or '1'='1"),
  },
  { requiredKeys: ['key'] },
);

const conditions = fc.oneof(
  condition(
    'IS_IN_CLUSTER',
    fc.record({ clusters: fc.subarray(['east', 'west', 'EAST', 'none']) }),
  ),
  condition(
    'IS_IN_NAMESPACE',
    fc.record({ namespaces: fc.subarray(['a', 'b', 'A', 'elsewhere']) }),
  ),
  condition(
    'IS_KIND',
    fc.record({
      kinds: fc.subarray(['PipelineRun', 'TaskRun', 'CustomRun', 'Other']),
    }),
  ),
  condition('HAS_LABEL', keyAndValue),
  condition('HAS_ANNOTATION', keyAndValue),
  condition(
    'IS_ENTITY_OWNER',
    fc.record({
      claims: fc
        .subarray([...OWNERS, 'group:default/none'])
        .chain(claims =>
          fc
            .boolean()
            .map(loud =>
              loud ? claims.map(claim => claim.toUpperCase()) : claims,
            ),
        ),
    }),
  ),
);

const criteria = fc.letrec<{ criteria: Condition }>(tie => {
  // A policy that asks for none of several is not heard by Backstage.
  const several = fc
    .array(tie('criteria'), { minLength: 1, maxLength: 3 })
    .map(parts => parts as [Condition, ...Condition[]]);
  return {
    criteria: fc.oneof(
      { maxDepth: 3 },
      conditions,
      several.map(allOf => ({ allOf })),
      several.map(anyOf => ({ anyOf })),
      tie('criteria').map(not => ({ not })),
    ),
  };
}).criteria;

/** An archive with the sample runs, and what Backstage asks of single runs. */
async function startArchive(id: TestDatabaseId) {
  const { db, stores } = await createTestStores(id);
  for (const { name, type, payload } of RUNS) {
    await stores.writer.createResult(name, { annotations: {} });
    const { refused } = await stores.writer.createRecord(name, {
      type,
      json: Buffer.from(JSON.stringify(payload)),
      payload,
    });
    if (refused) {
      throw new Error(`${JSON.stringify(name)}: ${refused}`);
    }
  }

  function ownershipIn(entities: Entity[]): EntityOwnership {
    return new EntityOwnership({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
    });
  }

  /** The names of the runs that the rules allow one by one. */
  async function allowed(conditionsOfPolicy: Condition, entities: Entity[]) {
    const resources = await resourcesOf(
      RUNS.map(({ ref }) => ref),
      entities,
    );
    const decision: PolicyDecision = {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'tekton-results',
      resourceType: 'tekton-run',
      conditions: conditionsOfPolicy,
    };
    return RUNS.filter((_, index) => isAllowed(decision, resources[index])).map(
      ({ ref }) => ref,
    );
  }

  async function resourcesOf(refs: string[], entities: Entity[]) {
    const addResourceType = jest.fn();
    registerPermissions({
      registry: mockServices.permissionsRegistry.mock({ addResourceType }),
      runs: stores.runs,
      ownership: ownershipIn(entities),
    });
    const { getResources } = addResourceType.mock.calls[0][0] as {
      getResources(
        wanted: string[],
      ): Promise<Array<TektonRunResource | undefined>>;
    };
    return getResources(refs);
  }

  /** The names of the runs that are listed, and how many are counted. */
  async function listed(conditionsOfPolicy: Condition, entities: Entity[]) {
    const ownership = ownershipIn(entities);
    const access = await toAccessFilter(
      toCriteria(conditionsOfPolicy),
      owners => ownership.accessOf(owners),
    );
    const query = { access, includeOwned: true };
    const { runs } = await stores.runs.list({ query, limit: 1_000 });
    const { count } = await stores.runs.count(query, 1_000);
    return { refs: runs.map(({ cluster, uid }) => `${cluster}/${uid}`), count };
  }

  return { db, stores, allowed, listed, resourcesOf };
}

const byName = (refs: readonly string[]) => [...refs].sort();

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the rules of runs on %s',
  id => {
    let archive: Awaited<ReturnType<typeof startArchive>>;

    beforeAll(async () => {
      archive = await startArchive(id);
    });
    afterAll(() => archive?.stores.close());

    /** What rules and lists say of all runs, in the same form. */
    async function answers(
      policy: Condition,
      specs: readonly OwnedEntitySpec[],
    ) {
      const entities = specs.map(entityOf);
      const allowed = await archive.allowed(policy, entities);
      const { refs, count } = await archive.listed(policy, entities);
      return {
        listed: { refs: byName(refs), count },
        allowed: { refs: byName(allowed), count: allowed.length },
      };
    }

    it('know all the sample runs', async () => {
      const policy = { not: owned(['group:default/none']) };
      const { listed, allowed } = await answers(policy, []);
      expect(listed).toEqual(allowed);
      expect(listed.count).toBe(RUNS.length);
    });

    it('let single runs pass just when they are listed and counted', async () => {
      await fc.assert(
        fc.asyncProperty(criteria, catalogs, async (policy, specs) => {
          const { listed, allowed } = await answers(policy, specs);
          expect(listed).toEqual(allowed);
        }),
        { numRuns: 150 },
      );
    });

    it.each(RULES.map(({ name }) => name))('agree on %s alone', async name => {
      const ofRule = conditions.filter(
        leaf => 'rule' in leaf && leaf.rule === name,
      );
      await fc.assert(
        fc.asyncProperty(ofRule, catalogs, async (policy, specs) => {
          const { listed, allowed } = await answers(policy, specs);
          expect(listed).toEqual(allowed);
        }),
        { numRuns: 30 },
      );
    });

    it('know whose runs are whose from the catalog', async () => {
      await fc.assert(
        fc.asyncProperty(
          catalogs,
          fc.constantFrom(...OWNERS),
          async (specs, owner) => {
            const expected = RUNS.filter(run =>
              ownersOf(run, specs).has(owner),
            ).map(({ ref }) => ref);
            const { listed, allowed } = await answers(owned([owner]), specs);
            expect(listed).toEqual(allowed);
            expect(listed.refs).toEqual(byName(expected));
          },
        ),
        { numRuns: 100 },
      );
    });

    it('tell the owners of a run as the catalog writes them, each once', async () => {
      const [run] = RUNS.filter(isOfCart);
      const specs: OwnedEntitySpec[] = ['one', 'two'].map(name => ({
        name,
        rule: { kind: 'id', id: 'cart' },
        owners: ['Group:Default/Cart'],
      }));
      const [resource] = await archive.resourcesOf(
        [run.ref],
        specs.map(entityOf),
      );
      expect(resource?.owners).toEqual(['group:default/cart']);
    });

    it('know nothing of runs that are not there', async () => {
      expect(
        await archive.resourcesOf(
          ['', 'east', 'east/none', '/', 'none/uid', 'east/\u0000', '\u0000/x'],
          [],
        ),
      ).toEqual(Array.from({ length: 7 }));
    });
  },
);

function owned(claims: string[]): Condition {
  return {
    rule: 'IS_ENTITY_OWNER',
    resourceType: 'tekton-run',
    params: { claims },
  } as unknown as Condition;
}

function isOfCart({ labels }: SampleRun): boolean {
  return labels['backstage.io/kubernetes-id'] === 'cart';
}
