export { StatusChip, type StatusChipProps } from './StatusChip';
export { PlaceChip, type PlaceChipProps } from './PlaceChip';
export { statusLook, type ShownStatus } from './statusLook';
