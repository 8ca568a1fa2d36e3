export { parsePayloadTemplate } from './parse-payload-template';
export { renderPayloadTemplate } from './render-payload-template';
export { templateContext } from './template-context';
