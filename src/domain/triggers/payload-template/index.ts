export {
  InvalidPayloadTemplate,
  PAYLOAD_TEMPLATE_SIZES,
  parsePayloadTemplate,
} from './parse-payload-template';
export { renderPayloadTemplate } from './render-payload-template';
export { TEMPLATE_NAMESPACES, templateContext, type TemplateContext } from './render-payload-template';
export { templatePlaceholders, type Placeholder } from './parse-payload-template';
