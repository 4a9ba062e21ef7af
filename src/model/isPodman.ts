/** Whether this answer to `GET /version` is Podman's (podman: pkg/api/handlers/compat/version.go). */
export function isPodman(version: {
  readonly Components?: readonly { readonly Name?: string | undefined }[] | null | undefined;
}): boolean {
  return version.Components?.some(({ Name }) => Name === 'Podman Engine') ?? false;
}
