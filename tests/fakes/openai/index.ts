export { fidelityComplaint } from './check-edit.ts';
export { type Complaint, checkRequest, type GenerateRequest } from './check-request.ts';
export { type Course, ERRORS } from './course.ts';
export { createOpenAiDouble, type DoubleOptions, type OpenAiDouble, type SeenRequest } from './double.ts';
export { drawPng, readDrawn } from './drawn-png.ts';
export type { SeenFile, SeenForm } from './read-form.ts';
export { createUploads } from './uploads.ts';
