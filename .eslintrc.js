/*
 * What all packages share on top of Backstage's rules. Each package has its
 * own .eslintrc.js besides.
 */
module.exports = {
  root: true,
  plugins: ['import'],
  settings: {
    'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    'import/resolver': {
      node: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
    },
  },
  rules: {
    'import/no-cycle': ['error', { ignoreExternal: true }],
  },
};
