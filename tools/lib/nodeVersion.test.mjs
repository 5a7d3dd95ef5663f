import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isSupportedNode } from './nodeVersion.mjs';

it('supports Node.js 24, and 22 from 22.12 on', () => {
  const supported = ['v20.20.2', 'v22.11.0', 'v22.12.0', 'v23.5.0', 'v24.0.0'];
  assert.deepEqual(supported.filter(isSupportedNode), ['v22.12.0', 'v24.0.0']);
});
