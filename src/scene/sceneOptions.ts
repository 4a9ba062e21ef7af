/** What the user can choose about the picture. */
export interface SceneOptions {
  /** Wished width by height of the lanes together; kept as far as the widest lane allows. */
  readonly aspect: number;
}

export const defaultSceneOptions: SceneOptions = { aspect: 1.6 };
