import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { cloudContract } from '../shared/contracts/cloud/index.ts';

/** The cloud's contract as an OpenAPI 3.1 document, ending in a line break. */
export async function describeCloud(): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(cloudContract, {
    info: {
      title: "Gesso's cloud",
      version: '1',
      description:
        'What a desktop asks of the service. It changes only by addition. Bytes of objects and pictures go over signed addresses and `/account/picture`, beside it.',
    },
    servers: [{ url: '/v1' }],
    security: [{ bearer: [] }],
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of ten minutes, from /oauth/token.',
        },
      },
    },
  });
  return `${JSON.stringify(document, null, 2)}\n`;
}
