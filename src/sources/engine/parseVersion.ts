import * as z from 'zod/mini';
import { badAnswerError } from './engineErrorFrom';

const maybe = <T extends z.core.$ZodType>(type: T) => z.optional(z.nullable(type));

const versionAnswer = z.object({
  Version: maybe(z.string()),
  ApiVersion: z.optional(z.string()),
  MinAPIVersion: maybe(z.string()),
  Components: maybe(z.array(z.object({ Name: z.optional(z.string()) }))),
});

export interface VersionAnswer {
  readonly Version?: string | null | undefined;
  readonly ApiVersion: string | undefined;
  readonly MinAPIVersion: string | undefined;
  readonly Components?: readonly { readonly Name?: string | undefined }[] | null | undefined;
}

/** What an engine answers to `GET /version`. @throws EngineError `badAnswer` */
export function parseVersion(json: unknown): VersionAnswer {
  const answer = versionAnswer.safeParse(json);
  if (!answer.success) throw badAnswerError('GET /version', z.prettifyError(answer.error));
  const { data } = answer;
  return {
    ...data,
    ApiVersion: data.ApiVersion,
    // Engines before 1.12 tell none.
    MinAPIVersion: data.MinAPIVersion ?? undefined,
  };
}
