'use strict';

/**
 * Swagger UI fills every field of a form with "string", and sends it. Here a field without an example of its own stays
 * empty, and a parameter without a value counts as absent (RFC 6749 section 3.2).
 */
const emptyFields = () => ({
  afterLoad(system) {
    const sample = system.fn.getSampleSchema;
    system.fn.getSampleSchema = (schema, contentType, ...rest) => {
      const isField = contentType === false && schema.get('type') !== 'array';
      return isField && !schema.has('example') && !schema.has('default') ? '' : sample(schema, contentType, ...rest);
    };
  },
});

window.addEventListener('load', () => {
  window.ui = SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    // Or the page would tell a stranger's service where it stands.
    validatorUrl: null,
    plugins: [emptyFields],
  });
});
