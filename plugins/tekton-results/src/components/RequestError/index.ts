export { RequestError, type RequestErrorProps } from './RequestError';
