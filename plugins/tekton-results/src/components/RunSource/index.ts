export { RunSourceText, type RunSourceTextProps } from './RunSourceText';
