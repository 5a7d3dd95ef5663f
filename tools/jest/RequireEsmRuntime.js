// Comes with jest, and has to be of its version.
const { default: JestRuntime } = require('jest-runtime');

/**
 * Lets CommonJS code `require` ES modules, as Node.js does from 22.12 on:
 * they are translated to CommonJS then. Jest refuses it as soon as
 * `--experimental-vm-modules` lets code `import()` ES modules, and we need
 * both. For packages of the backend; Backstage has the like for the frontend.
 * Can go when jest itself allows to require ES modules.
 */
module.exports = class RequireEsmRuntime extends JestRuntime {
  isRequiring = false;

  requireModule(...args) {
    const before = this.isRequiring;
    this.isRequiring = true;
    try {
      return super.requireModule(...args);
    } finally {
      this.isRequiring = before;
    }
  }

  unstable_shouldLoadAsEsm(...args) {
    return !this.isRequiring && super.unstable_shouldLoadAsEsm(...args);
  }
};
