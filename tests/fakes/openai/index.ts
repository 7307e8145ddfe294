export { type Complaint, checkRequest, type GenerateRequest } from './check-request.ts';
export { type Course, ERRORS } from './course.ts';
export { createOpenAiDouble, type DoubleOptions, type OpenAiDouble, type SeenRequest } from './double.ts';
