const floors = require('../../tools/eslint/floors');

module.exports = require('@backstage/cli/config/eslint-factory')(
  __dirname,
  floors(__dirname, [
    ['plugin.ts'],
    ['commands'],
    ['api'],
    ['auth'],
    ['watcher', 'retention', 'logs', 'insights', 'signals'],
    ['store'],
    ['filter'],
    ['cluster'],
    ['config.ts', 'threads'],
  ]),
);
