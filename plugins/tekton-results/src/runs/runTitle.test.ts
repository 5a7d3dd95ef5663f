import { failedRun } from '../__fixtures__';
import { runTitle } from './runTitle';

it.each([
  [{ displayName: 'Nightly' }, 'Nightly'],
  [{}, 'Fix rounding of totals'],
  [{ source: {} }, 'checkout-build-d52299b'],
  [{ ownerUid: 'parent', task: 'test' }, 'test · Fix rounding of totals'],
  [{ task: 'test' }, 'Fix rounding of totals'],
  [{ ownerUid: 'parent', task: 'test', source: {}, name: 'b-test' }, 'b-test'],
])('with %p is %s', (change, title) => {
  expect(runTitle({ ...failedRun, ...change })).toBe(title);
});
