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

import type { Page } from '@playwright/test';
import {
  ACME,
  BackstageProcess,
  copyOf,
  createDataDirectory,
  expect,
  HISTORY_ENTITIES,
  type ListedRun,
  manyRunsTest as test,
  median,
  openPage,
  pagesOf,
  type RunList,
  runRows,
  tell,
} from './support';

/** As the policy of docs/permissions.md has it. */
const POLICY =
  'plugins/tekton-results-backend/dev/policies/namespacesByGroup.ts';
const GROUP = 'group:default/payments-team';
const OWN_NAMESPACE = 'payments';

const FACETS = [
  'status',
  'kind',
  'cluster',
  'namespace',
  'pipeline',
  'task',
  'branch',
  'author',
  'trigger',
  'repository',
  'pullRequest',
  'revision',
  'reason',
  'label',
  'label:tekton.dev/pipeline',
  'label:backstage.io/kubernetes-id',
  'label:tekton.dev/pipelineRun',
];

async function allRuns(backstage: BackstageProcess): Promise<ListedRun[]> {
  const runs: ListedRun[] = [];
  for await (const { items } of pagesOf(backstage, {
    path: '/v1/runs',
    query: { limit: '100', includeOwned: 'true' },
    direction: 'nextCursor',
  })) {
    runs.push(...items);
  }
  return runs;
}

/** Words as they can be in names and ids; a number may be anything. */
function wordsOf(text: string): Set<string> {
  return new Set(
    (text.match(/[\p{L}\p{N}][\p{L}\p{N}.-]*[\p{L}\p{N}]/gu) ?? []).filter(
      word => !/^[\d.-]+$/.test(word),
    ),
  );
}

function identifiersOf(run: ListedRun): string[] {
  const { uid, name, namespace, pipeline, source } = run;
  return [uid, name, namespace, pipeline, source.revision].filter(
    text => text !== undefined,
  );
}

test.describe('somebody who may see one namespace', () => {
  let data: ReturnType<typeof createDataDirectory>;
  let backstage: BackstageProcess;
  let own: ListedRun[];
  let foreign: ListedRun[];
  /** What only runs of other namespaces have. */
  let secrets: Set<string>;

  test.beforeAll(async ({ history, archive }) => {
    test.setTimeout(900_000);
    data = copyOf(history);
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [],
      entities: HISTORY_ENTITIES,
      reader: { user: 'user:default/reader', groups: [GROUP], policy: POLICY },
    });
    const runs = await allRuns(archive);
    const isOwn = ({ namespace }: ListedRun) => namespace === OWN_NAMESPACE;
    own = runs.filter(isOwn);
    foreign = runs.filter(run => !isOwn(run));
    const known = wordsOf(JSON.stringify(own));
    secrets = new Set(
      foreign.flatMap(identifiersOf).filter(word => !known.has(word)),
    );
    expect(own.length).toBeGreaterThan(1_000);
    expect(secrets.size).toBeGreaterThan(50_000);
  });

  test.afterAll(async () => {
    await backstage?.stop();
    data?.remove();
  });

  function expectNoSecret(text: string, where: string): void {
    expect(
      [...wordsOf(text)].filter(word => secrets.has(word)),
      where,
    ).toEqual([]);
  }

  /** Nothing that the page shows or is sent tells of others. */
  async function expectNothingOfOthers(
    page: Page,
    path: string,
  ): Promise<void> {
    const shown = await page.evaluate(() =>
      [...document.querySelectorAll('[data-plugin="tekton-results"]')].flatMap(
        root => [
          root.textContent ?? '',
          ...[...root.querySelectorAll('*')].flatMap(element =>
            ['aria-label', 'title', 'href', 'value', 'id'].map(
              name => element.getAttribute(name) ?? '',
            ),
          ),
        ],
      ),
    );
    expectNoSecret(shown.join('\n'), path);
  }

  test('gets all runs in it, and nothing of others from any request', async () => {
    test.setTimeout(600_000);
    const seen = await allRuns(backstage);
    expect(seen.map(({ uid }) => uid).sort()).toEqual(
      own.map(({ uid }) => uid).sort(),
    );
    const [hidden] = foreign;
    const mine = own.find(({ kind }) => kind === 'PipelineRun') ?? own[0];
    const scopes = [
      '/v1',
      `/v1/entities/${ACME.ref}`,
      '/v1/entities/component/default/checkout',
    ];
    const paths = [
      ...scopes.flatMap(scope => [
        ...FACETS.map(facet => `${scope}/facets?facet=${facet}&limit=200`),
        `${scope}/facets?facet=namespace&contains=shop`,
        `${scope}/statistics`,
        `${scope}/changes`,
        `${scope}/runs?namespace=shop&limit=100`,
        `${scope}/runs?search=checkout&limit=100`,
        `${scope}/runs?includeOwned=true&limit=100&tasks=true`,
        `${scope}/runs?cursor=nonsense`,
        `${scope}/runs?filter=${encodeURIComponent('parent == "shop"')}`,
        `${scope}/runs?filter=${encodeURIComponent(
          'size(data.metadata.name) > 0',
        )}`,
      ]),
      ...scopes.slice(1).map(scope => `${scope}/card`),
      '/v1/health',
      `/v1/find?name=${hidden.name}`,
      `/v1/find?uid=${mine.uid}`,
      ...['', '/object', '/events', '/related', '/logs'].map(
        part => `/v1/runs/${mine.cluster}/${mine.uid}${part}`,
      ),
    ];
    for (const path of paths) {
      const response = await backstage.request(path);
      const text = (await response.text()).replaceAll(hidden.name, '');
      expectNoSecret(text, path);
    }
    const { total } = await backstage.get<{ total: number }>('/v1/statistics');
    const { total: counted }: RunList = await backstage.get('/v1/runs?limit=1');
    expect(counted.count).toBe(total);
    expect(total).toBeLessThan(own.length);
  });

  test('sees nothing of others on any screen', async ({ page }) => {
    test.setTimeout(600_000);
    const answers: Array<Promise<{ path: string; text: string }>> = [];
    page.on('response', response => {
      const { pathname, search } = new URL(response.url());
      if (pathname.startsWith('/api/tekton-results/')) {
        answers.push(
          response.text().then(
            text => ({ path: `${pathname}${search}`, text }),
            () => ({ path: pathname, text: '' }),
          ),
        );
      }
    });
    for (const path of [
      '/tekton-runs?size=100',
      `${ACME.tab}?size=100`,
      '/catalog/default/component/payments-api/runs',
      '/catalog/default/system/selling/runs',
      '/catalog/default/component/acme',
      `${ACME.tab}?f=namespace:shop`,
    ]) {
      await openPage(page, backstage, path);
      await expect(
        page.locator('[data-plugin="tekton-results"]').first(),
      ).toBeVisible();
      await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(
        0,
      );
      // Names that the reader typed into the URL are their own.
      if (!path.includes('f=')) {
        await expectNothingOfOthers(page, path);
      }
    }

    await openPage(page, backstage, ACME.tab);
    await expect(runRows(page)).toHaveCount(25);
    for (const name of [
      'Namespace',
      'Cluster',
      'Pipeline',
      'Label',
      'Reason',
    ]) {
      await page.getByRole('button', { name: 'Add filter' }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name, exact: true })
        .click();
      await expect(page.getByRole('dialog').getByRole('status')).toHaveCount(0);
      await expectNothingOfOthers(page, `values of ${name}`);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await page.getByRole('button', { name: 'Status' }).first().click();
    await expect(page.getByRole('checkbox').first()).toBeVisible();
    await expectNothingOfOthers(page, 'statuses');

    for (const { path, text } of await Promise.all(answers)) {
      expectNoSecret(text, path);
    }
  });

  test('gets the same answer for a run of others as for none', async () => {
    test.setTimeout(300_000);
    const nobody = '00000000-0000-4000-8000-000000000000';
    const times = new Map<string, number[]>();
    const ask = async (uid: string, part: string, kind: string) => {
      const start = performance.now();
      const response = await backstage.request(
        part.startsWith('/find')
          ? `/v1${part}${uid}`
          : `/v1/runs/example/${uid}${part}`,
      );
      const text = await response.text();
      times.set(kind, [...(times.get(kind) ?? []), performance.now() - start]);
      return {
        status: response.status,
        body: text.replaceAll(uid, '<uid>'),
      };
    };
    const hidden = foreign
      .filter(({ cluster }) => cluster === 'example')
      .slice(0, 20);
    expect(hidden).toHaveLength(20);
    for (const part of [
      '',
      '/object',
      '/events',
      '/related',
      '/logs',
      '/find?uid=',
    ]) {
      for (const { uid } of hidden) {
        expect(await ask(uid, part, 'hidden')).toEqual(
          await ask(nobody, part, 'none'),
        );
      }
    }
    for (const [kind, all] of times) {
      tell(`S2 median of a ${kind} run: ${median(all).toFixed(1)} ms`);
    }
  });

  test('finds no page of a run of others', async ({ page }) => {
    const [hidden] = foreign;
    await openPage(
      page,
      backstage,
      `/tekton-runs/${hidden.cluster}/${hidden.uid}`,
    );
    await expect(page.getByText(/no such run/i).first()).toBeVisible();
    expect(await page.locator('body').textContent()).not.toContain(hidden.name);
  });

  test('may change nothing, and is offered nothing that does', async ({
    page,
  }) => {
    const mine = own.find(({ kind }) => kind === 'PipelineRun') ?? own[0];
    const path = `/v1/runs/${mine.cluster}/${mine.uid}`;
    const before = await (await backstage.request(path)).json();

    const repair = await backstage.request('/v1/logs/orphans', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(repair.status).toBe(403);
    const results = `/clusters/${mine.cluster}/apis/results.tekton.dev/v1alpha2/parents`;
    const removal = await backstage.request(
      `${results}/${before.capture.result}`,
      { method: 'DELETE' },
    );
    expect([401, 403, 404]).toContain(removal.status);
    expect(await (await backstage.request(path)).json()).toEqual(before);

    await openPage(page, backstage, `/tekton-runs/${mine.cluster}/${mine.uid}`);
    await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
    await expect(
      page.getByRole('button', { name: /rerun|cancel|delete|pin/i }),
    ).toHaveCount(0);
  });
});
