/**
 * Whether the app and its tests run on this Node.js: 24, or 22 from 22.12 on
 * (the first 22 that loads ES modules by `require` without a flag).
 *
 * @param {string} version such as `v24.1.0` or `24.1.0`
 */
export function isSupportedNode(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major === 24 || (major === 22 && minor >= 12);
}

export const SUPPORTED_NODE = '24, or 22 from 22.12 on';
