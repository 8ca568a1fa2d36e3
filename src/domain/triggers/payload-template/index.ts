export { PAYLOAD_TEMPLATE_SIZES, parsePayloadTemplate } from './parse-payload-template';
export { renderPayloadTemplate } from './render-payload-template';
export { TEMPLATE_NAMESPACES, templateContext } from './template-context';
