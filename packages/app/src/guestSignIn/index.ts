export { guestSignIn } from './guestSignIn';
