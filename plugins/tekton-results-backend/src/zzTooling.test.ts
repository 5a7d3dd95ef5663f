import { TestDatabases } from '@backstage/backend-test-utils';
import { spawn } from 'node:child_process';

describe('tooling', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  it('sleeps', async () => {
    await databases.init('POSTGRES_18');
    spawn('sleep', ['777']);
    await new Promise(r => setTimeout(r, 90000));
  }, 100000);
});
