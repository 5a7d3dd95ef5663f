export { WhereChip, type WhereChipProps } from './WhereChip';
