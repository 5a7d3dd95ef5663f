export { ErrorState, type ErrorStateProps } from './ErrorState';
export { Notice, type NoticeProps } from './Notice';
export { CodeBlock, type CodeBlockProps } from './CodeBlock';
export { CopyButton, type CopyButtonProps } from './CopyButton';
export { LoadingLines, type LoadingLinesProps } from './LoadingLines';
