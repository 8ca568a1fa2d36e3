/**
 * What the workflows' bundle loads once for all workflows instead of once for each, beside the workflows themselves:
 * modules that keep no state of a workflow. A list for the bundler.
 */
export const PRELOADED_MODULES = ['@temporalio/common', 'nexus-rpc', 'long', 'ms'];
